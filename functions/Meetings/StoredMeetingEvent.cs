namespace Usher.Meetings;

/// <summary>An event of a meeting stream in its place.</summary>
/// <param name="Sequence">In the meeting stream, from 1 on, over all kinds.</param>
/// <param name="At">When it was taken.</param>
/// <param name="Commit">The transaction that wrote it.</param>
internal sealed record StoredMeetingEvent(int Sequence, DateTimeOffset At, string Commit, MeetingEvent Event);
