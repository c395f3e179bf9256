namespace Usher.Meetings;

/// <summary>NB: the snake-case names are stored and on the wire.</summary>
internal enum ParticipantEventType
{
    Join,
    Leave,
    SpeechStart,
    SpeechStop,
}
