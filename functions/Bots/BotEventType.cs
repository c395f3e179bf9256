namespace Usher.Bots;

/// <summary>
/// What can happen to a bot. NB: the snake-case names of these members are on disk and on the wire: a name is never changed or used again.
/// </summary>
internal enum BotEventType
{
    // The lifecycle events, which the API lists on the bot.
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

    // Facts that a runner tells and that leave the state as it is.
    RecordingSaved,
    TranscriptionStarted,
    TranscriptionCompleted,
    TranscriptionFailed,

    // Changes of what the bot is to do.
    Updated,
    CommandClaimed,
    CommandRequested,
}
