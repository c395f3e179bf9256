namespace Usher.Meetings;

/// <summary>An event as it was corrected last.</summary>
/// <param name="Sequence">Of its first version.</param>
/// <param name="CreatedAt">When the first version was taken.</param>
internal sealed record CurrentEvent(int Sequence, DateTimeOffset CreatedAt, StoredMeetingEvent Latest);
