namespace Usher.Bots;

/// <summary>A platform: where its meetings are, and every shape that their addresses come in, the first that fits counting.</summary>
internal sealed record MeetingPlatform(MeetingType Type, IReadOnlyList<string> Domains, IReadOnlyList<MeetingShape> Shapes)
{
    /// <param name="link">What was pasted.</param>
    /// <returns>The normal form; null where it names no meeting.</returns>
    public string? Normalize(MeetingLink link) =>
        Shapes.Select(shape => (shape.Normal, Match: shape.Pattern.Match(link.Tail))).FirstOrDefault(candidate => candidate.Match.Success)
            is { Normal: { } normal, Match: var match }
            ? normal(link, match)
            : null;
}
