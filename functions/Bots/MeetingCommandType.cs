namespace Usher.Bots;

/// <summary>
/// What a client can make a bot's runner do in the meeting. NB: the snake-case names of these members are stored and on the wire: a name
/// must never be changed or reused.
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
