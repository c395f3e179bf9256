namespace Usher.Meetings;

/// <summary>A participant whom the meeting stream knows: named as at first, a host or not as reported last.</summary>
/// <param name="Number">Their place in the order in which the runner first told of them, from 1 on.</param>
internal sealed record KnownParticipant(int Number, Participant Participant);
