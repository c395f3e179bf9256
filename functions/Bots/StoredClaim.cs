namespace Usher.Bots;

/// <summary>The storage format of a claim by a runner that declares its capabilities.</summary>
internal sealed record StoredClaim(int Sequence, IReadOnlyList<MeetingCommandType> Capabilities);
