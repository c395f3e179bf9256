namespace Usher.Meetings;

/// <summary>An event with its latest correction.</summary>
/// <param name="Sequence">The number of its first version.</param>
/// <param name="CreatedAt">When the first version was accepted.</param>
internal sealed record CurrentEvent(int Sequence, DateTimeOffset CreatedAt, StoredMeetingEvent Latest);
