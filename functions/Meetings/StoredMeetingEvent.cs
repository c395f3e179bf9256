namespace Usher.Meetings;

/// <summary>An event of a meeting stream with its number.</summary>
/// <param name="Sequence">The number in the meeting stream, starting at 1 and shared by all kinds.</param>
/// <param name="At">When the event was accepted.</param>
/// <param name="Commit">The transaction that wrote the event.</param>
internal sealed record StoredMeetingEvent(int Sequence, DateTimeOffset At, string Commit, MeetingEvent Event);
