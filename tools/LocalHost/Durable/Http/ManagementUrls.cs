namespace Usher.LocalHost.Durable.Http;

/// <summary>Where the management API is, and the links that a start answers.</summary>
internal static class ManagementUrls
{
    public const string Path = "/runtime/webhooks/durabletask";

    /// <summary>The extension's system key. As under Core Tools, nobody checks it.</summary>
    public const string SystemKey = "code=local";

    /// <summary>The management API's base for the host's address, which may hold the path already.</summary>
    public static string BaseUrl(Uri address)
    {
        var url = address.GetLeftPart(UriPartial.Path).TrimEnd('/');
        return url.EndsWith(Path, StringComparison.OrdinalIgnoreCase) ? url : url + Path;
    }

    public static string Status(HttpRequest request, string hubName, string instanceId) => Link(request, hubName, instanceId, "", "");

    /// <summary>By the names that they have in the answer.</summary>
    public static IEnumerable<(string Name, string Url)> Links(HttpRequest request, string hubName, string instanceId) =>
    [
        ("statusQueryGetUri", Status(request, hubName, instanceId)),
        ("sendEventPostUri", Link(request, hubName, instanceId, "/raiseEvent/{eventName}", "")),
        ("terminatePostUri", Link(request, hubName, instanceId, "/terminate", "reason={text}&")),
        ("purgeHistoryDeleteUri", Status(request, hubName, instanceId)),
        ("restartPostUri", Link(request, hubName, instanceId, "/restart", "")),
        ("suspendPostUri", Link(request, hubName, instanceId, "/suspend", "reason={text}&")),
        ("resumePostUri", Link(request, hubName, instanceId, "/resume", "reason={text}&")),
    ];

    private static string Link(HttpRequest request, string hubName, string instanceId, string operation, string query) =>
        $"{request.Scheme}://{request.Host}{Path}/instances/{Uri.EscapeDataString(instanceId)}{operation}?{query}taskHub={hubName}&connection=Storage&{SystemKey}";
}
