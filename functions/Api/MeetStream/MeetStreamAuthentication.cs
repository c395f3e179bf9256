namespace Usher.Api.MeetStream;

/// <summary><c>Authorization: Token {key}</c>, the scheme in any case, or the bare key. Comes before every other check.</summary>
internal sealed class MeetStreamAuthentication(ApiKeys keys)
{
    public delegate Task<HttpAnswer> Operation(HttpContext context, Caller caller, CancellationToken cancellationToken);

    public RequestDelegate For(Operation operation) => context => AnswerEndpoint.RunAsync(
        context,
        MeetStreamAnswer.Unavailable,
        async cancellationToken => Key(context.Request.Headers.Authorization.ToString()) is { } key && await keys.FindAsync(key, cancellationToken) is { } caller
            ? await operation(context, caller, cancellationToken)
            : MeetStreamAnswer.Unauthorized());

    private static string? Key(string header) => header.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) switch
    {
        [var key] => key,
        [var scheme, var key] when scheme.Equals("Token", StringComparison.OrdinalIgnoreCase) => key,
        _ => null,
    };
}
