using System.Net;

namespace Usher.Webhooks;

/// <summary>What the text of an address reveals.</summary>
internal static class WebhookAddress
{
    private const string Localhost = "localhost";

    private static readonly char[] EndsOfAuthority = ['/', '\\', '?', '#'];

    /// <returns>Why the URL is rejected for every caller: it contains credentials or a line break. Null if it is acceptable.</returns>
    public static string? Refusal(string url) =>
        url.AsSpan().IndexOfAny('\r', '\n') >= 0 ? "It must not contain a line break."
        : HasUserInfo(url) ? "It must not contain a user name or password."
        : null;

    /// <summary>This machine by name or address, with or without TLS.</summary>
    public static bool IsLoopback(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && (IsLocalhost(uri) || (Literal(uri) is { } address && AddressRanges.IsLoopback(address)));

    /// <summary>The name that always means this machine (RFC 6761, 6.3).</summary>
    public static bool IsLocalhost(Uri uri) =>
        Host(uri) is var host
        && (
            host.Equals(Localhost, StringComparison.OrdinalIgnoreCase) || host.EndsWith($".{Localhost}", StringComparison.OrdinalIgnoreCase)
        );

    /// <returns>Null if the host is a name.</returns>
    public static IPAddress? Literal(Uri uri) => IPAddress.TryParse(Host(uri), out var address) ? address : null;

    private static string Host(Uri uri) => uri.IdnHost.TrimEnd('.');

    private static bool HasUserInfo(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? scheme + 3 : 0;
        var end = url.IndexOfAny(EndsOfAuthority, start) is var found and >= 0 ? found : url.Length;
        return url.AsSpan(start, end - start).Contains('@')
            || (Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.UserInfo.Length > 0);
    }
}
