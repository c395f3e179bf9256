namespace Usher.Api.MeetStream;

/// <summary><c>Authorization: Token {key}</c>, the scheme in any case, or the bare key. Comes before every other check.</summary>
internal sealed class MeetStreamAuthentication(ApiKeys keys, RequestRate rate)
{
    public delegate Task<HttpAnswer> Operation(HttpContext context, Caller caller, CancellationToken cancellationToken);

    public RequestDelegate For(Operation operation) => context => AnswerEndpoint.RunAsync(
        context,
        MeetStreamAnswer.Unavailable,
        async cancellationToken =>
        {
            if (Key(context.Request.Headers.Authorization.ToString()) is not { } key || await keys.FindAsync(key, cancellationToken) is not { } caller)
            {
                return MeetStreamAnswer.Unauthorized();
            }

            var turn = rate.Take(caller.Project);
            var answer = turn is { SecondsToWait: > 0 and var seconds } ? MeetStreamAnswer.TooManyRequests(seconds) : await operation(context, caller, cancellationToken);
            return turn?.Mark(answer) ?? answer;
        });

    private static string? Key(string header) => header.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) switch
    {
        [var key] => key,
        [var scheme, var key] when scheme.Equals("Token", StringComparison.OrdinalIgnoreCase) => key,
        _ => null,
    };
}
