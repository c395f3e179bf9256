namespace Usher.Bots;

/// <summary>
/// Where a bot is in its life. The members' snake-case names are public, and stored.
/// <see cref="Ready"/> is the state before the first event; it and the three connection states stand in texts and filters only.
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
