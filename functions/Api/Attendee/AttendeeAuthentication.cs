namespace Usher.Api.Attendee;

/// <summary><c>Authorization: Token {key}</c>, the scheme in any case, any white space between. Comes before every other check.</summary>
internal sealed class AttendeeAuthentication(ApiKeys keys, RequestRate rate)
{
    public delegate Task<HttpAnswer> Operation(HttpContext context, Caller caller, CancellationToken cancellationToken);

    public RequestDelegate For(Operation operation) => context => AnswerEndpoint.RunAsync(context, AttendeeAnswer.Unavailable, async cancellationToken =>
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            return AttendeeAnswer.NoAuthorization();
        }

        var parts = header.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 2 || !parts[0].Equals("Token", StringComparison.OrdinalIgnoreCase))
        {
            return AttendeeAnswer.WrongAuthorization();
        }

        if (await keys.FindAsync(parts[1], cancellationToken) is not { } caller)
        {
            return AttendeeAnswer.WrongKey();
        }

        var turn = rate.Take(caller.Project);
        var answer = turn is { SecondsToWait: > 0 and var seconds } ? AttendeeAnswer.TooManyRequests(seconds) : await operation(context, caller, cancellationToken);
        return turn?.Mark(answer) ?? answer;
    });
}
