using Usher.Storage;
using Usher.Wire;

namespace Usher.Dashboard;

/// <summary>
/// The dashboard's files, the same for everyone. The dashboard reads its data from the API with the user's key.
/// </summary>
internal sealed class DashboardFiles
{
    public const string Page = "index.html";

    private const string Prefix = "Dashboard/";

    private readonly Lazy<IReadOnlyDictionary<string, FixedDocument>> files;

    public DashboardFiles(Recordings recordings) => files = new(() => Load(Policy(recordings.Address)));

    /// <returns>Null if there is no such file.</returns>
    public HttpResult? Answer(string file, HttpRequest request) =>
        files.Value.TryGetValue(file, out var document) ? document.Answer(request) : null;

    /// <summary>
    /// Nothing is loaded from or sent to other sites, and no text becomes markup or script. Recordings are played from where they are
    /// stored: the browser fetches media from below that address and from nowhere else.
    /// </summary>
    private static string Policy(Uri recordings) =>
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        + $"media-src {recordings.AbsoluteUri}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        + "require-trusted-types-for 'script'; trusted-types 'none'";

    private static Dictionary<string, FixedDocument> Load(string policy) =>
        typeof(DashboardFiles)
            .Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => (Name: name[Prefix.Length..], Text: Read(name)))
            .Append((StatesModule.Name, Text: StatesModule.Bytes()))
            .ToDictionary(file => file.Name, file => Document(file.Name, file.Text, policy), StringComparer.Ordinal);

    private static byte[] Read(string name)
    {
        using var stream = typeof(DashboardFiles).Assembly.GetManifestResourceStream(name)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static FixedDocument Document(string name, byte[] text, string policy) =>
        new(text, ContentType(name), ("Content-Security-Policy", policy), ("Referrer-Policy", "no-referrer"));

    private static string ContentType(string name) =>
        Path.GetExtension(name) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            var other => throw new InvalidOperationException(
                $"A file of the dashboard has the extension {other}, without a media type here."
            ),
        };
}
