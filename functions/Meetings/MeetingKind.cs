namespace Usher.Meetings;

/// <summary>What a batch of a meeting's events is about. NB: the snake-case names are on disk.</summary>
internal enum MeetingKind
{
    Utterance,
    Participant,
    Chat,
}
