namespace Usher.Meetings;

/// <summary>A runner's report: one or more events of one kind.</summary>
/// <param name="Id">The runner's id; a batch that is sent again under its id is accepted once.</param>
/// <param name="Digest">A digest of the batch's content.</param>
internal sealed record MeetingBatch(string Id, string Digest, IReadOnlyList<MeetingEvent> Events);
