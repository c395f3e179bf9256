namespace Usher.Bots.Webhooks;

/// <summary>The names of meeting events in webhooks and in the feed. NB: the names are on the wire.</summary>
internal static class MeetingTriggers
{
    public const string TranscriptUpdate = "transcript.update";
    public const string ChatMessagesUpdate = "chat_messages.update";
    public const string JoinLeave = "participant_events.join_leave";
    public const string SpeechStartStop = "participant_events.speech_start_stop";

    public static bool Includes(string trigger) => trigger is TranscriptUpdate or ChatMessagesUpdate or JoinLeave or SpeechStartStop;
}
