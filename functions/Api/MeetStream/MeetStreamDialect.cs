using Usher.Wire;

namespace Usher.Api.MeetStream;

/// <summary><c>Authorization: Token {key}</c> with a case-insensitive scheme, or the bare key.</summary>
internal sealed class MeetStreamDialect(ApiKeys keys, RequestRate rate) : IDialect
{
    /// <summary>Paths below one bot that only this dialect has.</summary>
    private static readonly HashSet<string> OfOneBot = new(StringComparer.Ordinal)
    {
        "status",
        "detail",
        "details",
        "remove_bot",
        "delete",
        "get_transcript",
    };

    public bool NeedsStorage => true;

    public bool TellsMethods => true;

    /// <summary>Whether a path below <c>/api/v1</c>, which the dialects share, belongs to this one.</summary>
    public static bool Has(PathString path) =>
        path.Value?.Split('/') is ["", "api", "v1", "bots", "create_bot"] or ["", "api", "v1", "transcript", ..]
        || (path.Value?.Split('/') is ["", "api", "v1", "bots", _, var last] && OfOneBot.Contains(last));

    public async Task<Admission> AdmitAsync(HttpRequest request, CancellationToken cancellationToken) =>
        Key(request.Headers.Authorization.ToString()) is { } key && await keys.FindAsync(key, cancellationToken) is { } caller
            ? rate.Admit(caller, MeetStreamAnswer.TooManyRequests)
            : new Admission(MeetStreamAnswer.Unauthorized());

    public HttpResult NotFound(string method) => MeetStreamAnswer.Refusal(404, "Not found");

    public HttpResult OtherMethod(string method, string allow) =>
        HttpMethods.IsOptions(method)
            ? OptionsAnswer.Of(allow)
            : MeetStreamAnswer.Refusal(405, $"Method \"{method}\" not allowed.", ("Allow", allow));

    public HttpResult Unavailable() => MeetStreamAnswer.Unavailable();

    public HttpResult Failed(int status) => MeetStreamAnswer.Refusal(status, FailureText.Of(status));

    private static string? Key(string header) =>
        header.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) switch
        {
            [var key] => key,
            [var scheme, var key] when scheme.Equals("Token", StringComparison.OrdinalIgnoreCase) => key,
            _ => null,
        };
}
