namespace Usher.Bots;

internal static class BotEventTypes
{
    extension(BotEventType type)
    {
        public string Name => WireName.Of(type);

        /// <summary>Listed on the bot and delivered as a state change.</summary>
        public bool IsLifecycle => type <= BotEventType.Deleted;

        /// <summary>Repeatable: may occur any number of times.</summary>
        public bool CanComeAgain =>
            type
                is >= BotEventType.RecordingPermissionGranted
                    and <= BotEventType.LeftBreakoutRoom
                    or >= BotEventType.RecordingSaved
                    and <= BotEventType.MediaFinished;

        /// <summary>A runner can observe the event and may report it.</summary>
        public bool IsReportable =>
            type
                is >= BotEventType.PutInWaitingRoom
                    and <= BotEventType.FatalError
                    or >= BotEventType.RecordingSaved
                    and <= BotEventType.MediaFinished;
    }
}
