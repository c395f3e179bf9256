namespace Usher.Meetings;

/// <summary>What a runner reports at once: events of one kind, at least one.</summary>
/// <param name="Id">The runner's: a batch that is sent again under its id is taken once.</param>
/// <param name="Digest">Of what it says.</param>
internal sealed record MeetingBatch(string Id, string Digest, IReadOnlyList<MeetingEvent> Events);
