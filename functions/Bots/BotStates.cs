namespace Usher.Bots;

internal static class BotStates
{
    extension(BotState state)
    {
        public string Name => WireName.Of(state);

        /// <summary>Nothing is due any more and no runner may report; the deduplication key is free again.</summary>
        public bool IsTerminal => state is BotState.Ended or BotState.FatalError or BotState.DataDeleted or BotState.Deleted;

        /// <summary>In a meeting or on the way there; counts towards the limit of concurrent bots.</summary>
        public bool IsConcurrent => state.IsInMeeting || state is BotState.Joining or BotState.WaitingRoom or BotState.Leaving;

        /// <summary>A runner is working for the bot or about to, and may report.</summary>
        public bool HasRunner => state.IsConcurrent || state == BotState.PostProcessing;

        public bool IsInMeeting =>
            state
                is BotState.JoinedNotRecording
                    or BotState.JoinedRecording
                    or BotState.JoinedRecordingPaused
                    or BotState.JoinedRecordingPermissionDenied
                    or BotState.JoiningBreakoutRoom
                    or BotState.LeavingBreakoutRoom;
    }
}
