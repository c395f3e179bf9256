using System.Buffers;

namespace Usher.Bots;

/// <summary>A pasted URL, with or without a scheme, parsed only as far as needed to find its host.</summary>
/// <param name="Url">With a lowercase host and without the default port.</param>
/// <param name="Host">Lowercase, without user, port and trailing dot.</param>
/// <param name="Start">Where the authority starts: user, host and port.</param>
/// <param name="End">Where the authority ends.</param>
/// <param name="HasScheme">Whether the URL starts with a scheme, a colon and two slashes.</param>
internal readonly record struct MeetingAddress(string Url, string Host, int Start, int End, bool HasScheme)
{
    private static readonly SearchValues<char> SchemeCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-."
    );

    /// <summary>Path, query and fragment.</summary>
    public string Tail => Url[End..];

    public static MeetingAddress Read(string url)
    {
        var slashes = url.IndexOf("//", StringComparison.Ordinal);
        var hasScheme = slashes >= 2 && url[slashes - 1] == ':' && !url.AsSpan(0, slashes - 1).ContainsAnyExcept(SchemeCharacters);
        var start = hasScheme || slashes == 0 ? slashes + 2 : 0;
        var authority = url.AsSpan(start);
        authority = authority[..(authority.IndexOfAny('/', '?', '#') is >= 0 and var length ? length : authority.Length)];
        var hostStart = start + authority.LastIndexOf('@') + 1;
        var end = start + authority.Length;
        var hostAndPort = url[hostStart..end];
        var colon = hostAndPort.IndexOf(':', StringComparison.Ordinal);
        var host = (colon < 0 ? hostAndPort : hostAndPort[..colon]).ToLowerInvariant();
        var port = colon < 0 ? "" : hostAndPort[colon..];
        if (port == ":443" || (port == ":80" && url.StartsWith("http:", StringComparison.OrdinalIgnoreCase)))
        {
            port = "";
        }

        var normal = url[..hostStart] + host + port;
        return new MeetingAddress(normal + url[end..], host.Trim().TrimEnd('.'), start, normal.Length, hasScheme);
    }

    /// <summary>The first non-empty value of a query parameter; null if there is none.</summary>
    public string? Parameter(string name) => QuotedText.Parameter(Tail[(Tail.IndexOf('?', StringComparison.Ordinal) + 1)..], name);
}
