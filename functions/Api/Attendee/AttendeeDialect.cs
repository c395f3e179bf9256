using Usher.Api.Routing;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary><c>Authorization: Token {key}</c>, with a case-insensitive scheme and any white space in between.</summary>
internal sealed class AttendeeDialect(ApiKeys keys, RequestRate rate) : IDialect
{
    public bool NeedsStorage => true;

    public bool TellsMethods => true;

    /// <summary>The host's routes ignore a trailing slash. In Attendee, it makes a different path, which does not exist.</summary>
    public static bool EndsWithSlash(PathString path) => path.Value is ['/', 'a', 'p', 'i', '/', .., '/'];

    public async Task<Admission> AdmitAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (EndsWithSlash(request.Path))
        {
            return new Admission(NotFound(request.Method));
        }

        // An empty header is present, and malformed.
        var header = request.Headers.Authorization;
        if (header.Count == 0)
        {
            return new Admission(AttendeeAnswer.NoAuthorization());
        }

        var parts = header.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 2 || !parts[0].Equals("Token", StringComparison.OrdinalIgnoreCase))
        {
            return new Admission(AttendeeAnswer.WrongAuthorization());
        }

        return await keys.FindAsync(parts[1], cancellationToken) is { } caller
            ? rate.Admit(caller, AttendeeAnswer.TooManyRequests)
            : new Admission(AttendeeAnswer.WrongKey());
    }

    public HttpResult NotFound(string method) =>
        method switch
        {
            "OPTIONS" => OptionsAnswer.Of(FunctionRoutes.AnyMethod),
            "GET" or "HEAD" or "POST" or "PUT" or "PATCH" or "DELETE" => AttendeeAnswer.NotFound(),
            _ => AttendeeAnswer.MethodNotAllowed(method, FunctionRoutes.AnyMethod),
        };

    public HttpResult OtherMethod(string method, string allow) =>
        HttpMethods.IsOptions(method) ? OptionsAnswer.Of(allow) : AttendeeAnswer.MethodNotAllowed(method, allow);

    public HttpResult Unavailable() => AttendeeAnswer.Unavailable();

    public HttpResult Failed(int status) => AttendeeAnswer.Detail(status, FailureText.Of(status));
}
