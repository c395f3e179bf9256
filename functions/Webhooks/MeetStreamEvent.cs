using Usher.Bots;
using Usher.Storage;

namespace Usher.Webhooks;

/// <summary>A bot event in MeetStream's vocabulary.</summary>
/// <param name="Name">The event's name; <c>bot.stopped</c> for every kind of end.</param>
/// <param name="Reason">Which kind of end; otherwise the same as the name.</param>
/// <param name="StatusCode">500 if the bot failed or was not admitted.</param>
internal sealed record MeetStreamEvent(string Name, string Reason, int StatusCode, string Message)
{
    private const string Stopped = "bot.stopped";

    /// <param name="after">The bot as it is after the event.</param>
    /// <returns>Null if MeetStream has no name for the event.</returns>
    public static MeetStreamEvent? Of(Bot after, StoredEvent stored) =>
        stored.Event.Type switch
        {
            BotEventType.BotCreated => Step("bot.scheduled", "Bot is scheduled"),
            BotEventType.JoinRequested => Step("bot.joining", "Bot is joining the meeting"),
            BotEventType.PutInWaitingRoom => Step("bot.in_waiting_room", "Bot is in the waiting room"),
            BotEventType.JoinedMeeting => Step("bot.inmeeting", "Bot is in the meeting"),
            BotEventType.RecordingPermissionGranted or BotEventType.RecordingResumed => Step("bot.recording", "Bot is recording"),
            BotEventType.RecordingPermissionDenied => Step("bot.recording_permission_denied", "Bot may not record"),
            BotEventType.LeaveRequested => Step("bot.leaving", "Bot is leaving the meeting"),
            BotEventType.MeetingEnded or BotEventType.LeftMeeting => Step(Stopped, "Bot has left the meeting"),
            BotEventType.CouldNotJoinMeeting => stored.Event.SubType switch
            {
                BotSubTypes.RequestToJoinDenied => Failure("bot.denied", "Bot was refused entry"),
                BotSubTypes.WaitingRoomTimeoutExceeded => Failure("bot.notallowed", "Bot was not let in"),
                _ => Failure("bot.failed", "Bot could not join the meeting"),
            },

            // bot.stopped was sent when the bot left the meeting, and is sent only once.
            BotEventType.FatalError => stored.OldState == BotState.PostProcessing
                ? new MeetStreamEvent("bot.error", "bot.error", 500, "Bot has failed after the meeting")
                : Failure("bot.failed", "Bot has failed"),
            BotEventType.PostProcessingCompleted => Step("bot.done", "Bot is done"),
            BotEventType.RecordingSaved => after.Settings.RecordingFormat == "mp3"
                ? Step("audio.processed", "Audio is ready")
                : Step("video.processed", "Video is ready"),
            BotEventType.TranscriptionCompleted => Step("transcription.processed", "Transcript is ready"),
            BotEventType.TranscriptionFailed => new MeetStreamEvent(
                "transcription.failed",
                "transcription.failed",
                500,
                "Meeting could not be transcribed"
            ),
            BotEventType.DataDeleted => Step("data_deletion", "Data was deleted"),
            _ => null,
        };

    private static MeetStreamEvent Step(string name, string message) => new(name, name, 200, message);

    private static MeetStreamEvent Failure(string reason, string message) => new(Stopped, reason, 500, message);
}
