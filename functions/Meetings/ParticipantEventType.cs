namespace Usher.Meetings;

/// <summary>NB: the snake-case names are on disk and on the wire.</summary>
internal enum ParticipantEventType
{
    Join,
    Leave,
    SpeechStart,
    SpeechStop,
}
