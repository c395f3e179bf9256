using System.Text.RegularExpressions;

namespace Usher.Bots;

/// <summary>
/// What somebody pasted where a meeting's address was asked for: a link, perhaps in brackets, quotes or a whole invitation.
/// </summary>
/// <param name="Text">Without what editors put before punctuation and what HTML makes of an ampersand.</param>
internal sealed partial record PastedText(string Text)
{
    /// <summary>Links are looked for in no more than this: an invitation is shorter.</summary>
    private const int MaxSearched = 4096;

    /// <summary>What stands before a link in a sentence, in Markdown and in HTML.</summary>
    private const string Openings = "<>([{\"'`|\u201c\u2018\u00ab";

    /// <summary>The passcode that the text tells beside the link; null: none.</summary>
    public string? Passcode =>
        PasscodeInWords().Match(Text) is { Success: true } match && Plain().IsMatch(match.Groups["passcode"].Value)
            ? match.Groups["passcode"].Value
            : null;

    public static PastedText Read(string text) =>
        new(EscapedPunctuation().Replace(text.Trim().TrimEnd('>'), "$1").Replace("&amp;", "&", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whatever begins behind a blank or an opening bracket or quote, each up to the end of the text.</summary>
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

    /// <summary>Anything else would have to be quoted in a link, and nobody knows how.</summary>
    [GeneratedRegex("^[a-zA-Z0-9_-]+$", RegexOptions.NonBacktracking)]
    private static partial Regex Plain();
}
