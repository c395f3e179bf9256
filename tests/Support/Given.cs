using Usher.Bots;
using static Usher.Bots.BotEventType;

namespace Usher.Tests.Support;

/// <summary>Histories under descriptive names. Each begins an hour before <see cref="Spec.Now"/>, with one minute per event.</summary>
internal static class Given
{
    public static readonly Actor Caller = Actor.ApiKey("0123456789ab");

    public static BotDetails Details(DateTimeOffset? joinAt = null) =>
        new()
        {
            Project = "A",
            MeetingUrl = "https://meet.google.com/abc-defg-hij",
            BotName = "Usher",
            JoinAt = joinAt,
        };

    public static IEnumerable<BotEvent> Nothing() => [];

    public static IEnumerable<BotEvent> AScheduledBot(DateTimeOffset? joinAt = null, BotDetails? details = null) =>
        [Created(BotCreated, (details ?? Details()) with { JoinAt = joinAt ?? Spec.Now.AddHours(1) })];

    public static IEnumerable<BotEvent> AStagedBot() => AScheduledBot(Spec.Now).And(Staged);

    public static IEnumerable<BotEvent> AJoiningBot(BotDetails? details = null) => [Created(JoinRequested, details ?? Details())];

    public static IEnumerable<BotEvent> ABotInTheWaitingRoom() => AJoiningBot().And(PutInWaitingRoom);

    public static IEnumerable<BotEvent> AJoinedBot(BotDetails? details = null) => AJoiningBot(details).And(JoinedMeeting);

    public static IEnumerable<BotEvent> ARecordingBot(BotDetails? details = null) => AJoinedBot(details).And(RecordingPermissionGranted);

    public static IEnumerable<BotEvent> ALeavingBot() => ARecordingBot().And(LeaveRequested);

    public static IEnumerable<BotEvent> AnEndedBot() => ALeavingBot().And(LeftMeeting, PostProcessingCompleted);

    /// <summary>
    /// A history that leads to the state: for states without one of their own, the first way there in the transition table. Null for states
    /// that no bot is ever in.
    /// </summary>
    public static IEnumerable<BotEvent>? ABotIn(BotState state) =>
        state switch
        {
            BotState.Scheduled => AScheduledBot(),
            BotState.Staged => AStagedBot(),
            BotState.Joining => AJoiningBot(),
            BotState.WaitingRoom => ABotInTheWaitingRoom(),
            BotState.JoinedNotRecording => AJoinedBot(),
            BotState.JoinedRecording => ARecordingBot(),
            BotState.JoinedRecordingPaused => ARecordingBot().And(RecordingPaused),
            BotState.JoinedRecordingPermissionDenied => AJoinedBot().And(RecordingPermissionDenied),
            BotState.JoiningBreakoutRoom => ARecordingBot().And(BeganJoiningBreakoutRoom),
            BotState.LeavingBreakoutRoom => ARecordingBot().And(BeganLeavingBreakoutRoom),
            BotState.Leaving => ALeavingBot(),
            BotState.PostProcessing => ARecordingBot().And(MeetingEnded),
            BotState.Ended => AnEndedBot(),
            BotState.FatalError => AJoiningBot().And(FatalError),
            BotState.DataDeleted => AnEndedBot().And(DataDeleted),
            BotState.Deleted => AScheduledBot().And(Deleted),
            _ => BotTransitions.All.FirstOrDefault(row => row.To == state) is { } way ? ABotIn(way.From[0])?.And(way.Type) : null,
        };

    public static IEnumerable<BotEvent> And(this IEnumerable<BotEvent> history, params BotEventType[] types)
    {
        var events = history.ToList();
        foreach (var type in types)
        {
            var byRunner = type.IsReportable && type is not (LeaveRequested or FatalError);
            events.Add(
                new BotEvent.Transitioned
                {
                    Type = type,
                    SubType = SubTypeOf(type),
                    At = Spec.Now.AddHours(-1).AddMinutes(events.Count),
                    Actor = byRunner ? Actor.Runner : Actor.Lifecycle,
                }
            );
        }

        return events;
    }

    /// <summary>A valid sub type, for events that have any.</summary>
    public static string? SubTypeOf(BotEventType type) =>
        BotSubTypes.All.TryGetValue(type, out var all) ? all.Order(StringComparer.Ordinal).First() : null;

    private static BotEvent.Created Created(BotEventType type, BotDetails details) =>
        new(details)
        {
            Type = type,
            At = Spec.Now.AddHours(-1),
            Actor = Caller,
        };
}
