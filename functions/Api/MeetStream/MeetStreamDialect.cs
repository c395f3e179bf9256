namespace Usher.Api.MeetStream;

/// <summary><c>Authorization: Token {key}</c>, the scheme in any case, or the bare key.</summary>
internal sealed class MeetStreamDialect(ApiKeys keys, RequestRate rate) : IDialect
{
    public bool NeedsStorage => true;

    public bool TellsMethods => true;

    public async Task<Admission> AdmitAsync(HttpRequest request, CancellationToken cancellationToken) =>
        Key(request.Headers.Authorization.ToString()) is { } key && await keys.FindAsync(key, cancellationToken) is { } caller
            ? rate.Admit(caller, MeetStreamAnswer.TooManyRequests)
            : new Admission(MeetStreamAnswer.Unauthorized());

    public HttpAnswer NotFound(string method) => MeetStreamAnswer.Refusal(404, "Not found");

    public HttpAnswer OtherMethod(string method, string allow) => HttpMethods.IsOptions(method)
        ? OptionsAnswer.Of(allow)
        : MeetStreamAnswer.Refusal(405, $"Method \"{method}\" not allowed.", ("Allow", allow));

    public HttpAnswer Unavailable() => MeetStreamAnswer.Unavailable();

    public HttpAnswer Failed(int status) => MeetStreamAnswer.Refusal(status, FailureText.Of(status));

    private static string? Key(string header) => header.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) switch
    {
        [var key] => key,
        [var scheme, var key] when scheme.Equals("Token", StringComparison.OrdinalIgnoreCase) => key,
        _ => null,
    };
}
