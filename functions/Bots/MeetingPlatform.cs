namespace Usher.Bots;

/// <summary>A platform: the domains of its meetings and the shapes of its URLs. The first shape that matches applies.</summary>
internal sealed record MeetingPlatform(MeetingType Type, IReadOnlyList<string> Domains, IReadOnlyList<MeetingShape> Shapes)
{
    /// <param name="link">The pasted link.</param>
    /// <returns>The normal form; null if the link names no meeting.</returns>
    public string? Normalize(MeetingLink link) =>
        Shapes.Select(shape => (shape.Normal, Match: shape.Pattern.Match(link.Tail))).FirstOrDefault(candidate => candidate.Match.Success)
            is { Normal: { } normal, Match: var match }
            ? normal(link, match)
            : null;
}
