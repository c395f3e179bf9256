namespace Usher.Bots;

/// <summary>
/// What a client can have a bot's runner do in the meeting. NB: the snake-case names of these members are on disk and on the wire: a name is
/// never changed or used again.
/// </summary>
internal enum MeetingCommandType
{
    PauseRecording,
    ResumeRecording,
    SendChatMessage,
    OutputImage,
    OutputAudio,
    OutputVideo,
    Speech,
    AdmitFromWaitingRoom,
    ChangeGalleryViewPage,
    UpdateTranscriptionSettings,
    UpdateVoiceAgentSettings,
}

internal static class MeetingCommandTypes
{
    extension(MeetingCommandType type)
    {
        public string Name => WireName.Of(type);

        /// <summary>Not on the way to a breakout room or back: there is no meeting then that anything could be done in.</summary>
        public bool IsAllowedIn(BotState state) => type switch
        {
            MeetingCommandType.PauseRecording => state == BotState.JoinedRecording,
            MeetingCommandType.ResumeRecording => state == BotState.JoinedRecordingPaused,
            _ => state is BotState.JoinedNotRecording or BotState.JoinedRecording or BotState.JoinedRecordingPaused
                or BotState.JoinedRecordingPermissionDenied,
        };
    }
}
