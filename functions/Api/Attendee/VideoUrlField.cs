using System.Text.Json;
using Usher.Api.Validation;

namespace Usher.Api.Attendee;

/// <summary>The URL of a video: HTTPS, ending in <c>.mp4</c>, and therefore without a query string.</summary>
internal static class VideoUrlField
{
    public const int MaxLength = 2048;

    private static readonly string[] Schemes = [Uri.UriSchemeHttp, Uri.UriSchemeHttps, Uri.UriSchemeFtp, Uri.UriSchemeFtps];

    public static Checked<string> Check(JsonElement value)
    {
        var text = TextField.Check(value, MaxLength);
        return text.Messages is not null ? text
            : !IsUrl(text.Value!) ? Checked.Wrong<string>("Enter a valid URL.")
            : !text.Value!.StartsWith("https://", StringComparison.Ordinal) ? Checked.Wrong<string>("URL must start with https://")
            : !text.Value.EndsWith(".mp4", StringComparison.Ordinal) ? Checked.Wrong<string>("URL must end with .mp4")
            : text;
    }

    /// <summary>A host name without a dot is accepted only if it is localhost.</summary>
    private static bool IsUrl(string text) =>
        !text.Any(char.IsWhiteSpace)
        && Uri.TryCreate(text, UriKind.Absolute, out var url)
        && Schemes.Contains(url.Scheme)
        && text.StartsWith($"{url.Scheme}://", StringComparison.OrdinalIgnoreCase)
        && (
            url.Host == "localhost"
            || url.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6
            || url.Host.TrimEnd('.').Contains('.', StringComparison.Ordinal)
        );
}
