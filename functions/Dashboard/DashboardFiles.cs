using Usher.Api;

namespace Usher.Dashboard;

/// <summary>The files that the dashboard consists of: the same for everyone. Whatever it shows, it asks the API for with the key of whoever looks.</summary>
internal static class DashboardFiles
{
    public const string Page = "index.html";

    private const string Prefix = "Dashboard/";

    /// <summary>Nothing comes from elsewhere or goes elsewhere, and no text becomes markup or script.</summary>
    private static readonly (string Name, string Value)[] Headers =
    [
        (
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"),
        ("Referrer-Policy", "no-referrer"),
    ];

    private static readonly Lazy<IReadOnlyDictionary<string, FixedDocument>> Files = new(() => typeof(DashboardFiles).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToDictionary(name => name[Prefix.Length..], Load, StringComparer.Ordinal));

    /// <returns>Null where there is no such file.</returns>
    public static HttpAnswer? Answer(string file, HttpRequest request) =>
        Files.Value.TryGetValue(file, out var document) ? document.Answer(request) : null;

    private static FixedDocument Load(string name)
    {
        using var stream = typeof(DashboardFiles).Assembly.GetManifestResourceStream(name)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return new FixedDocument(bytes.ToArray(), ContentType(name), Headers);
    }

    private static string ContentType(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        var other => throw new InvalidOperationException($"A file of the dashboard has the extension {other}, which has no media type here."),
    };
}
