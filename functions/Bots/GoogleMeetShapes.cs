using System.Text.RegularExpressions;

namespace Usher.Bots;

/// <summary>Google Meet: a code of ten letters, or a name that an organization gave its meeting.</summary>
internal static partial class GoogleMeetShapes
{
    public static readonly IReadOnlyList<MeetingShape> All =
    [
        new(OfAccount(), Meeting),
        new(Lookup(), (link, found) => link.HasPlainHost ? $"https://meet.google.com/lookup/{found.Groups["code"]}" : null),
        new(Code(), Meeting),
        new(Name(), Meeting),
        new(InsideOfLink(), Meeting),
    ];

    private static string? Meeting(MeetingLink link, Match found) =>
        link.HasPlainHost ? $"https://meet.google.com/{found.Groups["code"]}" : null;

    /// <summary>Links for the second signed-in account, and for Meet's own pages.</summary>
    [GeneratedRegex("^/(u/[0-9]+|_meet)/(?<code>[a-zA-Z0-9-]+)", RegexOptions.NonBacktracking)]
    private static partial Regex OfAccount();

    [GeneratedRegex("^/lookup/(?<code>[a-zA-Z0-9-]+)", RegexOptions.NonBacktracking)]
    private static partial Regex Lookup();

    [GeneratedRegex("^/(?<code>[a-zA-Z]{3}-[a-zA-Z]{4}-[a-zA-Z]{3})([^a-zA-Z0-9-]|$)", RegexOptions.NonBacktracking)]
    private static partial Regex Code();

    /// <summary>Nothing may follow: otherwise the name belongs to something else.</summary>
    [GeneratedRegex("^/(?<code>[a-zA-Z0-9-]+)/?([^a-zA-Z0-9/-]|$)", RegexOptions.NonBacktracking)]
    private static partial Regex Name();

    [GeneratedRegex("[^a-zA-Z0-9./-]meet\\.google\\.com/(?<code>[a-zA-Z0-9-]+)", RegexOptions.NonBacktracking)]
    private static partial Regex InsideOfLink();
}
