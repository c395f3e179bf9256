using System.Text.RegularExpressions;

namespace Usher.Bots;

internal enum MeetingType
{
    Zoom,
    GoogleMeet,
    Teams,
}

/// <summary>
/// A meeting's address in its normal form: https, no tracking parameters, no fragment, and for Teams the four parts that identify the meeting.
/// Every spelling that people paste (launcher pages, quoted links, http, default ports, capitals in the host) leads to the same form.
/// </summary>
internal sealed record MeetingUrl(MeetingType Type, string Text)
{
    /// <summary>Characters in the normal form.</summary>
    public const int MaxLength = 511;

    /// <summary>A link may have been quoted by each mail gateway on its way.</summary>
    private const int MaxQuotings = 3;

    public static MeetingUrl? TryNormalize(string text)
    {
        var url = text.Trim().TrimEnd('>');
        for (var quoting = 0; quoting < MaxQuotings; quoting++)
        {
            if (NormalizeOnce(url) is { } normal && !ContainsSecondUrl(normal.Text))
            {
                return normal;
            }

            url = Uri.UnescapeDataString(url);
        }

        return null;
    }

    private static MeetingUrl? NormalizeOnce(string url) =>
        MeetingUrlParts.Split(url) is { } parts
            ? parts.Host switch
            {
                "meet.google.com" => GoogleMeet(parts),
                "teams.microsoft.com" or "teams.live.com" => TeamsMeetingUrl.Normalize(parts),
                "zoom.us" or "zoom.com" => ZoomMeetingUrl.Normalize(parts),
                var host when host.EndsWith(".zoom.us", StringComparison.Ordinal) || host.EndsWith(".zoom.com", StringComparison.Ordinal) =>
                    ZoomMeetingUrl.Normalize(parts),
                _ => null,
            }
            : null;

    private static MeetingUrl? GoogleMeet(MeetingUrlParts parts)
    {
        var code = parts.Rest.StartsWith('/') ? MeetingUrlParts.TakeWhile(parts.Rest[1..], c => char.IsAsciiLetterOrDigit(c) || c == '-') : "";
        return code.Length == 0 ? null : new MeetingUrl(MeetingType.GoogleMeet, $"https://meet.google.com/{code}");
    }

    private static bool ContainsSecondUrl(string url)
    {
        var unquoted = Uri.UnescapeDataString(Uri.UnescapeDataString(url));
        return unquoted.LastIndexOf("http://", StringComparison.Ordinal) > 0 || unquoted.LastIndexOf("https://", StringComparison.Ordinal) > 0;
    }
}

/// <summary>Host in lower case without user and default port, and everything from the path on as it was written.</summary>
internal sealed record MeetingUrlParts(string Host, string Port, string Rest)
{
    public static MeetingUrlParts? Split(string url)
    {
        var scheme = url.IndexOf("//", StringComparison.Ordinal);
        if (scheme > 0 && (url[scheme - 1] != ':' || url.AsSpan(0, scheme - 1).ContainsAnyExcept(SchemeCharacters)))
        {
            return null;
        }

        var rest = scheme < 0 || scheme > url.IndexOfAny(['/', '?', '#']) ? url : url[(scheme + 2)..];
        var end = rest.IndexOfAny(['/', '?', '#', ' ']);
        var authority = end < 0 ? rest : rest[..end];
        var hostAndPort = authority[(authority.LastIndexOf('@') + 1)..].Split(':', 2);
        var port = hostAndPort.Length == 2 && hostAndPort[1] is not ("443" or "80" or "") ? $":{hostAndPort[1]}" : "";
        return port.AsSpan(port.Length == 0 ? 0 : 1).ContainsAnyExceptInRange('0', '9')
            ? null
            : new MeetingUrlParts(hostAndPort[0].ToLowerInvariant(), port, end < 0 ? "" : rest[end..]);
    }

    /// <summary>The first value of a query parameter, unquoted; null where it is absent.</summary>
    public string? Query(string name)
    {
        var start = Rest.IndexOf('?', StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        var query = Rest[(start + 1)..].Split('#')[0];
        return query.Split('&')
            .Where(pair => pair.StartsWith(name + "=", StringComparison.Ordinal))
            .Select(pair => Uri.UnescapeDataString(pair[(name.Length + 1)..].Replace('+', ' ')))
            .FirstOrDefault();
    }

    public string Path => Rest.Split('?', '#')[0];

    public static string TakeWhile(string text, Func<char, bool> condition) => new([.. text.TakeWhile(condition)]);

    private static readonly System.Buffers.SearchValues<char> SchemeCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");
}

/// <summary>Zoom: the path up to the first character that no Zoom link has, the passcode and the token; zoom.com is zoom.us.</summary>
internal static partial class ZoomMeetingUrl
{
    public static MeetingUrl? Normalize(MeetingUrlParts parts)
    {
        var path = "/" + string.Join('/', MeetingUrlParts.TakeWhile(parts.Path, c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-')
            .Split('/', StringSplitOptions.RemoveEmptyEntries));
        if (!path.Any(char.IsAsciiDigit))
        {
            return null;
        }

        string[] query =
        [
            .. Parameter("pwd", Passcode().Match(parts.Query("pwd") ?? "").Value),
            .. Parameter("tk", MeetingUrlParts.TakeWhile(parts.Query("tk") ?? "", c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')),
        ];
        var host = parts.Host.EndsWith(".com", StringComparison.Ordinal) ? parts.Host[..^4] + ".us" : parts.Host;
        return new MeetingUrl(MeetingType.Zoom, $"https://{host}{parts.Port}{path}{(query.Length == 0 ? "" : "?")}{string.Join('&', query)}");
    }

    private static string[] Parameter(string name, string value) => value.Length == 0 ? [] : [$"{name}={value}"];

    /// <summary>Letters and digits, then perhaps a dot and digits; whatever was pasted behind them is left out.</summary>
    [GeneratedRegex(@"^[a-zA-Z0-9]+(\.[0-9]+)?", RegexOptions.NonBacktracking)]
    private static partial Regex Passcode();
}
