namespace Usher.Meetings;

/// <summary>The kind of a batch's events. NB: the snake-case names are stored.</summary>
internal enum MeetingKind
{
    Utterance,
    Participant,
    Chat,
}
