using System.Text;
using System.Text.RegularExpressions;

namespace Usher.Bots;

/// <summary>
/// The link services of mail gateways and web pages, and Teams' launcher page. Their URLs contain the target link, so no request is needed.
/// A link through any other site is not a meeting's, because its target is unknown.
/// </summary>
internal static partial class LinkRedirects
{
    /// <summary>The symbol at index i stands for a run of i + 2 characters.</summary>
    private const string RunLengths = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    /// <summary>Host, start of the path, and how to extract the link.</summary>
    private static readonly (string Host, string Path, Func<MeetingAddress, string?> Link)[] All =
    [
        ("www.google.*", "/url?", address => address.Parameter("q") ?? address.Parameter("url")),
        ("google.com", "/url?", address => address.Parameter("q") ?? address.Parameter("url")),
        ("*.safelinks.protection.outlook.com", "/", address => address.Parameter("url")),
        ("*.safelinks.protection.office365.us", "/", address => address.Parameter("url")),
        ("statics.teams.*", "/evergreen-assets/safelinks/", address => address.Parameter("url")),
        ("urldefense.*", "/v3/__", address => OfUrlDefense3(address.Tail)),
        ("urldefense.*", "/v2/url?", address => address.Parameter("u") is { } link ? OfUrlDefense2(link) : null),
        ("urldefense.*", "/v1/url?", address => address.Parameter("u")),
        ("linkprotect.cudasvc.com", "/url?", address => address.Parameter("a")),
        ("secure-web.cisco.com", "/", address => LastPart(address.Tail)),
        ("slack-redir.net", "/link?", address => address.Parameter("url")),
        ("l.facebook.com", "/l.php?", address => address.Parameter("u")),
        ("www.linkedin.com", "/redir/", address => address.Parameter("url")),
        ("teams.*", "/dl/launcher/launcher.html?", address => Absolute(address, address.Parameter("url"))),
        ("*.teams.microsoft.us", "/dl/launcher/launcher.html?", address => Absolute(address, address.Parameter("url"))),
    ];

    /// <returns>Null if the address is not a redirect or contains no link.</returns>
    public static string? Target(MeetingAddress address) =>
        All.Where(redirect =>
                IsHost(redirect.Host, address.Host) && address.Tail.StartsWith(redirect.Path, StringComparison.OrdinalIgnoreCase)
            )
            .Select(redirect => redirect.Link(address))
            .FirstOrDefault();

    /// <summary>An asterisk at the start or end of the pattern matches any text.</summary>
    private static bool IsHost(string pattern, string host) =>
        pattern.StartsWith('*') ? host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase)
        : pattern.EndsWith('*') ? host.StartsWith(pattern[..^1], StringComparison.OrdinalIgnoreCase)
        : host.Equals(pattern, StringComparison.OrdinalIgnoreCase);

    private static string? Absolute(MeetingAddress address, string? link) =>
        link?.StartsWith('/') == true ? $"https://{address.Host}{link}" : link;

    private static string? LastPart(string tail) =>
        tail.IndexOf("/http", StringComparison.OrdinalIgnoreCase) is >= 0 and var at ? tail[(at + 1)..] : null;

    /// <summary>Source: Proofpoint's decoder. A hyphen stands for the percent sign and an underscore for the slash.</summary>
    private static string OfUrlDefense2(string link) => QuotedText.Unquote(link.Replace('-', '%').Replace('_', '/'));

    /// <summary>
    /// Source: Proofpoint's decoder. An asterisk stands for one character of the base64 text after the link, two asterisks and a letter for
    /// a run.
    /// </summary>
    private static string? OfUrlDefense3(string tail)
    {
        if (
            UrlDefense3().Match(tail) is not { Success: true } match
            || Base64Text.Decode(WithPadding(match.Groups["replaced"].Value)) is not { } bytes
        )
        {
            return null;
        }

        var (replaced, at) = (Encoding.UTF8.GetString(bytes), 0);
        var link = Replacement()
            .Replace(
                match.Groups["link"].Value,
                token =>
                {
                    var start = Math.Min(at, replaced.Length);
                    at += token.Length == 1 ? 1 : RunLengths.IndexOf(token.Value[^1], StringComparison.Ordinal) + 2;
                    return replaced[start..Math.Min(at, replaced.Length)];
                }
            );
        return OneSlash().Replace(link, "$1/$2");
    }

    private static string WithPadding(string base64Url) =>
        base64Url.Replace('-', '+').Replace('_', '/').PadRight((base64Url.Length + 3) / 4 * 4, '=');

    [GeneratedRegex("^/v3/__(?<link>[\\s\\S]+?)__;(?<replaced>[^!]*)!", RegexOptions.NonBacktracking)]
    private static partial Regex UrlDefense3();

    [GeneratedRegex(@"\*\*[A-Za-z0-9_-]|\*", RegexOptions.NonBacktracking)]
    private static partial Regex Replacement();

    /// <summary>The double slash after the scheme has become a single one.</summary>
    [GeneratedRegex("^([a-zA-Z0-9+.-]+:/)([^/])", RegexOptions.NonBacktracking)]
    private static partial Regex OneSlash();
}
