namespace Usher.Bots;

/// <summary>
/// What a client can have a bot's runner do in the meeting. NB: the snake-case names of these members are on disk and on the wire: a name
/// is never changed or used again.
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
