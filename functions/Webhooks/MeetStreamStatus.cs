using Usher.Bots;

namespace Usher.Webhooks;

/// <summary>A bot's state in MeetStream's vocabulary.</summary>
internal static class MeetStreamStatus
{
    public const string Scheduled = "Scheduled";
    public const string Joining = "Joining";
    public const string InWaitingRoom = "InWaitingRoom";
    public const string InMeeting = "InMeeting";
    public const string Recording = "Recording";
    public const string Leaving = "Leaving";
    public const string Stopped = "Stopped";
    public const string NotAllowed = "NotAllowed";
    public const string Denied = "Denied";
    public const string Error = "Error";
    public const string Done = "Done";
    public const string MediaExpired = "MediaExpired";

    public static readonly IReadOnlyList<string> All =
    [
        Scheduled,
        Joining,
        InWaitingRoom,
        InMeeting,
        Recording,
        Leaving,
        Stopped,
        NotAllowed,
        Denied,
        Error,
        Done,
        MediaExpired,
    ];

    public static string Of(Bot bot) => Of(bot.State, bot.Events is [.., var last] ? last.SubType : null);

    /// <param name="state">The bot's state.</param>
    /// <param name="reason">The sub type of the event that led to the state; it distinguishes the failures.</param>
    public static string Of(BotState state, string? reason) =>
        state switch
        {
            BotState.WaitingRoom => InWaitingRoom,
            BotState.JoinedRecording => Recording,
            BotState.FatalError => reason switch
            {
                BotSubTypes.WaitingRoomTimeoutExceeded => NotAllowed,
                BotSubTypes.RequestToJoinDenied => Denied,
                _ => Error,
            },
            BotState.DataDeleted or BotState.Deleted => MediaExpired,
            _ => state.Stage switch
            {
                BotStage.None or BotStage.Upcoming => Scheduled,
                BotStage.Arriving => Joining,
                BotStage.Leaving => Leaving,
                BotStage.Finishing => Stopped,
                BotStage.Over => Done,
                _ => InMeeting,
            },
        };
}
