namespace Usher.Api.MeetStream;

/// <summary><c>Authorization: Token {key}</c>, the scheme in any case, or the bare key. Comes before every other check.</summary>
internal sealed class MeetStreamAuthentication(ApiKeys keys, RequestRate rate)
{
    public RequestDelegate For(Operation operation) => context => AnswerEndpoint.RunAsync(
        context,
        MeetStreamAnswer.Unavailable,
        async cancellationToken => Key(context.Request.Headers.Authorization.ToString()) is { } key && await keys.FindAsync(key, cancellationToken) is { } caller
            ? await rate.AdmitAsync(operation, context, caller, MeetStreamAnswer.TooManyRequests, cancellationToken)
            : MeetStreamAnswer.Unauthorized());

    private static string? Key(string header) => header.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) switch
    {
        [var key] => key,
        [var scheme, var key] when scheme.Equals("Token", StringComparison.OrdinalIgnoreCase) => key,
        _ => null,
    };
}
