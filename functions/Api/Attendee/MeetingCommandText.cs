using Usher.Bots;

namespace Usher.Api.Attendee;

/// <summary>Error messages of meeting commands: Attendee's, where it has one.</summary>
internal static class MeetingCommandText
{
    public static string NotAllowed(MeetingCommandType type, BotState state) => $"Bot is in state {state.Name} and cannot {What(type)}";

    /// <summary>Attendee refuses these by meeting platform; here the runner's capabilities decide.</summary>
    public static string NotSupported(MeetingCommandType type) =>
        type switch
        {
            MeetingCommandType.OutputVideo => "Video output is not supported in this meeting type",
            MeetingCommandType.AdmitFromWaitingRoom => "Admitting from waiting room is not supported for this meeting type",
            MeetingCommandType.ChangeGalleryViewPage => "Changing gallery view page is not supported for this meeting type",
            _ => $"The runner of this bot does not support {type.Name}",
        };

    /// <summary>An image waits only for a video, as its text says.</summary>
    public static string Playing(MeetingCommandType type) =>
        $"Bot is already playing {(type == MeetingCommandType.OutputImage ? "a video" : "media")}. Please wait for it to finish.";

    private static string What(MeetingCommandType type) =>
        type switch
        {
            MeetingCommandType.PauseRecording => "pause recording",
            MeetingCommandType.ResumeRecording => "resume recording.",
            MeetingCommandType.SendChatMessage => "send chat messages",
            MeetingCommandType.AdmitFromWaitingRoom => "admit from waiting room",
            MeetingCommandType.ChangeGalleryViewPage => "change the gallery view page",
            MeetingCommandType.UpdateTranscriptionSettings => "update transcription settings",
            MeetingCommandType.UpdateVoiceAgentSettings => "update voice agent settings",
            _ => "play media",
        };
}
