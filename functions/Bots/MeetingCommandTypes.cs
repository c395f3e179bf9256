namespace Usher.Bots;

internal static class MeetingCommandTypes
{
    extension(MeetingCommandType type)
    {
        public string Name => WireName.Of(type);

        /// <summary>Never allowed on the way to or from a breakout room: the bot is in no meeting then.</summary>
        public bool IsAllowedIn(BotState state) =>
            type switch
            {
                MeetingCommandType.PauseRecording => state == BotState.JoinedRecording,
                MeetingCommandType.ResumeRecording => state == BotState.JoinedRecordingPaused,
                _ => state.Stage == BotStage.Meeting,
            };
    }
}
