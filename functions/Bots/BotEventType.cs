namespace Usher.Bots;

/// <summary>
/// The events of a bot. NB: the snake-case names of these members are stored and on the wire: a name must never be changed or reused.
/// </summary>
internal enum BotEventType
{
    // Lifecycle events, which the API lists on the bot.
    BotCreated,
    Staged,
    JoinRequested,
    PutInWaitingRoom,
    JoinedMeeting,
    RecordingPermissionGranted,
    RecordingPermissionDenied,
    RecordingPaused,
    RecordingResumed,
    BeganJoiningBreakoutRoom,
    BeganLeavingBreakoutRoom,
    JoinedBreakoutRoom,
    LeftBreakoutRoom,
    LeaveRequested,
    MeetingEnded,
    LeftMeeting,
    PostProcessingCompleted,
    CouldNotJoinMeeting,
    FatalError,
    DataDeleted,
    Deleted,

    // Facts that a runner reports and that leave the state unchanged.
    RecordingSaved,
    TranscriptionStarted,
    TranscriptionCompleted,
    TranscriptionFailed,
    MediaStarted,
    MediaFinished,

    // Changes to what the bot is to do.
    Updated,
    CommandClaimed,
    CommandRequested,
}
