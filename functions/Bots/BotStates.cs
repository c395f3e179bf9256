namespace Usher.Bots;

internal static class BotStates
{
    extension(BotState state)
    {
        public string Name => WireName.Of(state);

        public BotStage Stage => BotTransitions.StageOf(state);

        /// <summary>Nothing more is due and no runner may report; the deduplication key is free again.</summary>
        public bool IsTerminal => state.Stage == BotStage.Over;

        /// <summary>In a meeting or on the way there; counts towards the limit of concurrent bots.</summary>
        public bool IsConcurrent => state.IsInMeeting || state.Stage is BotStage.Arriving or BotStage.Leaving;

        /// <summary>A runner is working for the bot or about to, and may report.</summary>
        public bool HasRunner => state.IsConcurrent || state.Stage == BotStage.Finishing;

        public bool IsInMeeting => state.Stage is BotStage.Meeting or BotStage.BetweenRooms;
    }
}
