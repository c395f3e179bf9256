namespace Usher.Bots;

internal static class MeetingCommandTypes
{
    extension(MeetingCommandType type)
    {
        public string Name => WireName.Of(type);

        /// <summary>Not on the way to a breakout room or back: there is no meeting then that anything could be done in.</summary>
        public bool IsAllowedIn(BotState state) =>
            type switch
            {
                MeetingCommandType.PauseRecording => state == BotState.JoinedRecording,
                MeetingCommandType.ResumeRecording => state == BotState.JoinedRecordingPaused,
                _ => state
                    is BotState.JoinedNotRecording
                        or BotState.JoinedRecording
                        or BotState.JoinedRecordingPaused
                        or BotState.JoinedRecordingPermissionDenied,
            };
    }
}
