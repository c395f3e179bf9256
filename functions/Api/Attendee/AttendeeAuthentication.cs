namespace Usher.Api.Attendee;

/// <summary><c>Authorization: Token {key}</c>, the scheme in any case, any white space between. Comes before every other check.</summary>
internal sealed class AttendeeAuthentication(ApiKeys keys, RequestRate rate)
{
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

        return await keys.FindAsync(parts[1], cancellationToken) is { } caller
            ? await rate.AdmitAsync(operation, context, caller, AttendeeAnswer.TooManyRequests, cancellationToken)
            : AttendeeAnswer.WrongKey();
    });
}
