using System.Buffers;
using System.Text.RegularExpressions;

namespace Usher.Bots;

/// <summary>
/// Zoom: keeps the path up to the first character that no Zoom link contains, the passcode and the token; zoom.com becomes zoom.us.
/// </summary>
internal static partial class ZoomShapes
{
    public static readonly IReadOnlyList<MeetingShape> All =
    [
        new(NoMeeting(), null),
        new(
            App(),
            (link, _) => Number().Match(link.Address.Parameter("confno") ?? "") is { Success: true } it ? Normal(link, $"/j/{it}") : null
        ),
        new(Any(), (link, _) => Path(link.Tail) is var path && path.Any(char.IsAsciiDigit) ? Normal(link, path) : null),
    ];

    private static readonly SearchValues<char> PathCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/_-"
    );

    /// <summary>Characters that browsers remove from URLs.</summary>
    private static readonly SearchValues<char> Breaks = SearchValues.Create("\t\r\n");

    private static string? Normal(MeetingLink link, string path)
    {
        var address = link.Address;
        var authority = WithoutBreaks(address.Url[address.Start..address.End]).ToLowerInvariant();
        var isOdd =
            !address.HasScheme
            && (address.Start > 0 || authority.Split('@')[..^1].Any(user => user.Contains(':', StringComparison.Ordinal)));
        if (isOdd || authority.Any(c => c is '[' or ']' || (c > '~' && !char.IsLetterOrDigit(c))))
        {
            return null;
        }

        var query = WithoutBreaks(link.Tail).Split('#')[0].Split('?', 2) is [_, var text] ? text : "";
        string? Parameter(string name) => QuotedText.Parameter(query, name);
        var told = Parameter("pwd") ?? Parameter("password") ?? Parameter("passcode") ?? link.Pasted.Passcode ?? "";
        var passcode = Passcode().Match(told).Value;
        var token = Parameter("tk")?.Trim() ?? "";
        string[] parameters = [.. Pair("pwd", passcode), .. Pair("tk", token)];
        return $"https://{OfZoomUs(authority)}{path}{(parameters.Length == 0 ? "" : "?")}{string.Join('&', parameters)}";
    }

    private static string Path(string tail)
    {
        var path = WithoutBreaks(tail).Split('#')[0].Split('?')[0];
        var end = path.AsSpan().IndexOfAnyExcept(PathCharacters);
        return Slashes().Replace("/" + (end < 0 ? path : path[..end]), "/");
    }

    private static string OfZoomUs(string authority) =>
        authority == "zoom.com" || authority.EndsWith(".zoom.com", StringComparison.Ordinal) ? $"{authority[..^4]}.us" : authority;

    private static string[] Pair(string name, string value) => value.Length == 0 ? [] : [$"{name}={value}"];

    private static string WithoutBreaks(string text) =>
        text.AsSpan().ContainsAny(Breaks) ? string.Concat(text.Where(c => !Breaks.Contains(c))) : text;

    /// <summary>Recordings, registrations, telephone numbers, documents and other pages whose URLs contain digits.</summary>
    [GeneratedRegex(
        "^/(addon|rec|recording|clips|docs|u|ev|profile|webinar/register|meeting/register)/",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase
    )]
    private static partial Regex NoMeeting();

    /// <summary>What a page asks the installed app to open.</summary>
    [GeneratedRegex("^/join\\?", RegexOptions.NonBacktracking)]
    private static partial Regex App();

    /// <summary>
    /// <c>/j/1</c>, <c>/s/1</c>, <c>/w/1</c>, <c>/wc/join/1</c>, <c>/wc/1/join</c>, <c>/launch/jc/1</c>, <c>/my/name1</c> and any other
    /// path with a number.
    /// </summary>
    [GeneratedRegex("^", RegexOptions.NonBacktracking)]
    private static partial Regex Any();

    [GeneratedRegex("^[0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Number();

    [GeneratedRegex("/+", RegexOptions.NonBacktracking)]
    private static partial Regex Slashes();

    /// <summary>Letters and digits, optionally followed by a dot and digits; whatever was pasted after them is dropped.</summary>
    [GeneratedRegex(@"^[a-zA-Z0-9][a-zA-Z0-9_-]*(\.\d+)?", RegexOptions.NonBacktracking)]
    private static partial Regex Passcode();
}
