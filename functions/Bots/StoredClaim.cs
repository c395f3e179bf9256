namespace Usher.Bots;

/// <summary>The storage form of a claim by a runner that says what it can do.</summary>
internal sealed record StoredClaim(int Sequence, IReadOnlyList<MeetingCommandType> Capabilities);
