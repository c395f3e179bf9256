using Usher.Bots;
using Usher.Wire;

namespace Usher.Api.MeetStream;

/// <summary>The stages of a bot's life in MeetStream's terms, and when the bot first reached each.</summary>
internal static class StatusTimeline
{
    private static readonly (string Stage, string Message, Func<LifecycleEntry, bool> IsBegunBy)[] Stages =
    [
        ("Scheduled", "Bot is scheduled", entry => entry.Type == BotEventType.BotCreated),
        ("Joining", "Bot is joining the meeting", entry => entry.Type == BotEventType.JoinRequested),
        ("WaitingRoom", "Bot is in the waiting room", entry => entry.Type == BotEventType.PutInWaitingRoom),
        ("InMeeting", "Bot is in the meeting", entry => entry.Type == BotEventType.JoinedMeeting),
        ("Recording", "Bot is recording", entry => entry.Type == BotEventType.RecordingPermissionGranted),
        ("Leaving", "Bot is leaving the meeting", entry => entry.Type == BotEventType.LeaveRequested),
        ("Stopped", "Bot has left the meeting", entry => entry.Type is BotEventType.LeftMeeting or BotEventType.MeetingEnded),
        ("BotNotAllowed", "Bot was not let in", entry => entry.SubType == BotSubTypes.WaitingRoomTimeoutExceeded),
        ("BotRejected", "Bot was refused entry", entry => entry.SubType == BotSubTypes.RequestToJoinDenied),
        ("Error", "Bot has failed", IsError),
        ("Done", "Bot is done", entry => entry.Type == BotEventType.PostProcessingCompleted),
        ("MediaExpired", "Data was deleted", entry => entry.Type == BotEventType.DataDeleted),
    ];

    /// <summary>All stages, reached or not.</summary>
    public static IReadOnlyDictionary<string, TimelineStage> Of(Bot bot) =>
        Stages.ToDictionary(
            stage => stage.Stage,
            stage =>
                bot.Events.Where(stage.IsBegunBy).Select(entry => (DateTimeOffset?)entry.At).FirstOrDefault() is { } at
                    ? new TimelineStage(stage.Message, true, WireTime.Format(at))
                    : new TimelineStage("", false, null)
        );

    private static bool IsError(LifecycleEntry entry) =>
        entry.Type == BotEventType.FatalError
        || (
            entry.Type == BotEventType.CouldNotJoinMeeting
            && entry.SubType is not (BotSubTypes.WaitingRoomTimeoutExceeded or BotSubTypes.RequestToJoinDenied)
        );
}
