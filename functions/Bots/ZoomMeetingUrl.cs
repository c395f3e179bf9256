using System.Buffers;
using System.Text.RegularExpressions;

namespace Usher.Bots;

/// <summary>Zoom: the path up to the first character that no Zoom link has, the passcode and the token; zoom.com is zoom.us.</summary>
internal static partial class ZoomMeetingUrl
{
    private static readonly SearchValues<char> PathCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/_-");

    /// <summary>What browsers leave out of an address.</summary>
    private static readonly SearchValues<char> Breaks = SearchValues.Create("\t\r\n");

    public static MeetingUrl? Normalize(MeetingAddress address)
    {
        var authority = WithoutBreaks(address.Url[address.Start..address.End]).ToLowerInvariant();
        var isOdd = !address.HasScheme && (address.Start > 0 || authority.Split('@')[..^1].Any(user => user.Contains(':', StringComparison.Ordinal)));
        if (isOdd || authority.Any(c => c is '[' or ']' || (c > '~' && !char.IsLetterOrDigit(c))))
        {
            return null;
        }

        var rest = WithoutBreaks(address.Url[address.End..]).Split('#')[0].Split('?', 2);
        var path = Path(rest[0]);
        if (!path.Any(char.IsAsciiDigit))
        {
            return null;
        }

        var query = rest.Length == 2 ? rest[1] : "";
        var passcode = Passcode().Match(QuotedText.Parameter(query, "pwd") ?? "").Value;
        var token = QuotedText.Parameter(query, "tk")?.Trim() ?? "";
        string[] parameters = [.. Parameter("pwd", passcode), .. Parameter("tk", token)];
        return new MeetingUrl(MeetingType.Zoom, $"https://{OfZoomUs(authority)}{path}{(parameters.Length == 0 ? "" : "?")}{string.Join('&', parameters)}");
    }

    private static string Path(string path)
    {
        var end = path.AsSpan().IndexOfAnyExcept(PathCharacters);
        return Slashes().Replace("/" + (end < 0 ? path : path[..end]), "/");
    }

    private static string OfZoomUs(string authority) =>
        authority == "zoom.com" || authority.EndsWith(".zoom.com", StringComparison.Ordinal) ? $"{authority[..^4]}.us" : authority;

    private static string[] Parameter(string name, string value) => value.Length == 0 ? [] : [$"{name}={value}"];

    private static string WithoutBreaks(string text) => text.AsSpan().ContainsAny(Breaks) ? string.Concat(text.Where(c => !Breaks.Contains(c))) : text;

    [GeneratedRegex("/+", RegexOptions.NonBacktracking)]
    private static partial Regex Slashes();

    /// <summary>Letters and digits, then perhaps a dot and digits; whatever was pasted behind them is left out.</summary>
    [GeneratedRegex(@"^[a-zA-Z0-9]+(\.\d+)?", RegexOptions.NonBacktracking)]
    private static partial Regex Passcode();
}
