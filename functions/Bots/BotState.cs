namespace Usher.Bots;

/// <summary>
/// The state of a bot. The members' snake-case names are public and stored. <see cref="Ready"/> is the state before the first event; it and
/// the three connection states appear only in texts and filters.
/// </summary>
internal enum BotState
{
    Ready,
    Scheduled,
    Staged,
    Joining,
    WaitingRoom,
    JoinedNotRecording,
    JoinedRecording,
    JoinedRecordingPaused,
    JoinedRecordingPermissionDenied,
    JoiningBreakoutRoom,
    LeavingBreakoutRoom,
    Leaving,
    PostProcessing,
    Ended,
    FatalError,
    DataDeleted,
    Deleted,
    Connecting,
    Connected,
    Disconnecting,
}
