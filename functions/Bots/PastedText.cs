using System.Text.RegularExpressions;

namespace Usher.Bots;

/// <summary>Text pasted as a meeting URL: a link, perhaps in brackets, in quotes or in a whole invitation.</summary>
/// <param name="Text">Without backslashes that editors put before punctuation and with HTML's encoded ampersands decoded.</param>
internal sealed partial record PastedText(string Text)
{
    /// <summary>Only this much text is searched for links; invitations are shorter.</summary>
    private const int MaxSearched = 4096;

    /// <summary>Characters that precede a link in a sentence, in Markdown and in HTML.</summary>
    private const string Openings = "<>([{\"'`|\u201c\u2018\u00ab";

    /// <summary>The passcode given in the text next to the link; null if there is none.</summary>
    public string? Passcode =>
        PasscodeInWords().Match(Text) is { Success: true } match && Plain().IsMatch(match.Groups["passcode"].Value)
            ? match.Groups["passcode"].Value
            : null;

    public static PastedText Read(string text) =>
        new(EscapedPunctuation().Replace(text.Trim().TrimEnd('>'), "$1").Replace("&amp;", "&", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whatever starts after white space, an opening bracket or a quote, each up to the end of the text.</summary>
    public IEnumerable<string> Links()
    {
        var searched = Text.Length <= MaxSearched ? Text : Text[..MaxSearched];
        for (var at = 1; at < searched.Length; at++)
        {
            var isBehindBreak = char.IsWhiteSpace(searched[at - 1]) || Openings.Contains(searched[at - 1], StringComparison.Ordinal);
            if (isBehindBreak && char.IsAsciiLetterOrDigit(searched[at]))
            {
                yield return searched[at..];
            }
        }
    }

    [GeneratedRegex(@"\\([!-/:-@\[-`{-~])", RegexOptions.NonBacktracking)]
    private static partial Regex EscapedPunctuation();

    [GeneratedRegex(
        """\b(pass ?code|password)( *: *| is )(?<passcode>[^\s.,;()\[\]{}<>"']+)""",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex PasscodeInWords();

    /// <summary>Any other passcode would need escaping in a link, and the form of that is unknown.</summary>
    [GeneratedRegex("^[a-zA-Z0-9_-]+$", RegexOptions.NonBacktracking)]
    private static partial Regex Plain();
}
