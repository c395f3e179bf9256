namespace Usher.Meetings;

/// <summary>A participant known to the meeting stream, with the first reported name and the latest reported role.</summary>
/// <param name="Number">The position in the order in which the runner first reported participants, starting at 1.</param>
internal sealed record KnownParticipant(int Number, Participant Participant);
