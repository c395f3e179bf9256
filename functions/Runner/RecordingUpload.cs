using Usher.Bots;

namespace Usher.Runner;

/// <summary>How a runner uploads a recording.</summary>
/// <param name="Headers">The headers to send with the upload.</param>
internal sealed record RecordingUpload(string Url, string Method, IReadOnlyDictionary<string, string> Headers, DateTimeOffset ExpiresAt)
{
    public static RecordingUpload To(Uri url, DateTimeOffset expiresAt, string format) =>
        new(
            url.AbsoluteUri,
            "PUT",
            new Dictionary<string, string> { ["x-ms-blob-type"] = "BlockBlob", ["content-type"] = ContentTypeOf(format) },
            expiresAt
        );

    public static string ContentTypeOf(string format) => format == BotSettings.Mp3 ? "audio/mpeg" : "video/mp4";
}
