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

internal enum RecordingState
{
    NotStarted,
    InProgress,
    Paused,
    Complete,
    Failed,
}

internal enum TranscriptionState
{
    NotStarted,
    InProgress,
    Complete,
    Failed,
}

internal static class BotStates
{
    extension(BotState state)
    {
        public string Name => WireName.Of(state);

        /// <summary>Nothing is due any more and no runner may report: the deduplication key is free again.</summary>
        public bool IsTerminal => state is BotState.Ended or BotState.FatalError or BotState.DataDeleted or BotState.Deleted;

        /// <summary>In a meeting or on the way there: what a limit of concurrent bots counts.</summary>
        public bool IsConcurrent => state.IsInMeeting || state is BotState.Joining or BotState.WaitingRoom or BotState.Leaving;

        /// <summary>A runner is at work for the bot, or about to be: it may report.</summary>
        public bool HasRunner => state.IsConcurrent || state == BotState.PostProcessing;

        public bool IsInMeeting => state is BotState.JoinedNotRecording or BotState.JoinedRecording or BotState.JoinedRecordingPaused
            or BotState.JoinedRecordingPermissionDenied or BotState.JoiningBreakoutRoom or BotState.LeavingBreakoutRoom;
    }
}
