namespace Usher.Bots;

internal static class BotEventTypes
{
    extension(BotEventType type)
    {
        public string Name => WireName.Of(type);

        /// <summary>Listed on the bot, and told as a change of state.</summary>
        public bool IsLifecycle => type <= BotEventType.Deleted;

        /// <summary>Leads round in a circle, or nowhere: a bot can have any number of it.</summary>
        public bool CanComeAgain =>
            type
                is >= BotEventType.RecordingPermissionGranted
                    and <= BotEventType.LeftBreakoutRoom
                    or >= BotEventType.RecordingSaved
                    and <= BotEventType.TranscriptionFailed;

        /// <summary>A runner can see it and may report it.</summary>
        public bool IsReportable =>
            type
                is >= BotEventType.PutInWaitingRoom
                    and <= BotEventType.FatalError
                    or >= BotEventType.RecordingSaved
                    and <= BotEventType.TranscriptionFailed;
    }
}
