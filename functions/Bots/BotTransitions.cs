using System.Collections.Frozen;
using System.Diagnostics;
using static Usher.Bots.BotEventType;
using static Usher.Bots.BotState;

namespace Usher.Bots;

/// <summary>
/// The lifecycle as data: each state's stage, and the events between the states. Decisions, refusals, the projection, the dashboard and the
/// diagram of the documentation all read it.
/// </summary>
internal static class BotTransitions
{
    private static readonly BotState[] Recordable =
    [
        JoinedNotRecording,
        JoinedRecordingPermissionDenied,
        JoinedRecording,
        JoinedRecordingPaused,
    ];

    /// <summary>On the way into a meeting or in it.</summary>
    private static readonly BotState[] UnderWay =
    [
        JoinedRecordingPaused,
        JoinedRecording,
        JoinedNotRecording,
        JoinedRecordingPermissionDenied,
        WaitingRoom,
        Joining,
    ];

    private static readonly BotState[] Stoppable = [.. UnderWay, JoiningBreakoutRoom, LeavingBreakoutRoom];

    private static readonly BotState[] Reporting = [.. Enum.GetValues<BotState>().Where(state => state.HasRunner)];

    public static readonly IReadOnlyList<Transition> All =
    [
        new(BotCreated, [Ready], Scheduled, []),
        new(BotEventType.Staged, [Scheduled], BotState.Staged, []),
        new(JoinRequested, [Ready, BotState.Staged], Joining, []),
        new(PutInWaitingRoom, [Joining], WaitingRoom, []),
        new(JoinedMeeting, [WaitingRoom, Joining], JoinedNotRecording, []),
        new(RecordingPermissionGranted, [JoinedNotRecording, JoinedRecordingPermissionDenied], JoinedRecording, []),
        new(RecordingPermissionDenied, Recordable, JoinedRecordingPermissionDenied, []),
        new(RecordingPaused, [JoinedRecording], JoinedRecordingPaused, []),
        new(RecordingResumed, [JoinedRecordingPaused], JoinedRecording, []),
        new(BeganJoiningBreakoutRoom, Recordable, JoiningBreakoutRoom, []),
        new(BeganLeavingBreakoutRoom, Recordable, LeavingBreakoutRoom, []),
        new(JoinedBreakoutRoom, [JoiningBreakoutRoom], null, []),
        new(LeftBreakoutRoom, [LeavingBreakoutRoom], null, []),
        new(LeaveRequested, Stoppable, Leaving, [BotState.Staged]),
        new(MeetingEnded, [.. UnderWay, Leaving, JoiningBreakoutRoom, LeavingBreakoutRoom], PostProcessing, []),
        new(LeftMeeting, [Leaving], PostProcessing, []),
        new(PostProcessingCompleted, [PostProcessing], Ended, []),
        new(CouldNotJoinMeeting, [Joining, WaitingRoom], BotState.FatalError, []),
        new(
            BotEventType.FatalError,
            [
                Joining,
                JoinedRecordingPaused,
                JoinedRecording,
                JoinedNotRecording,
                JoinedRecordingPermissionDenied,
                WaitingRoom,
                Leaving,
                PostProcessing,
                BotState.Staged,
                Scheduled,
                JoiningBreakoutRoom,
                LeavingBreakoutRoom,
                Connecting,
                Disconnecting,
                Connected,
            ],
            BotState.FatalError,
            []
        ),
        new(BotEventType.DataDeleted, [BotState.FatalError, Ended], BotState.DataDeleted, []),
        new(BotEventType.Deleted, [Scheduled], BotState.Deleted, [BotState.Staged]),
        new(RecordingSaved, Reporting, null, []),
        new(TranscriptionStarted, Reporting, null, []),
        new(TranscriptionCompleted, Reporting, null, []),
        new(TranscriptionFailed, Reporting, null, []),
        new(MediaStarted, Reporting, null, []),
        new(MediaFinished, Reporting, null, []),
    ];

    private static readonly FrozenDictionary<BotEventType, Transition> ByType = All.ToFrozenDictionary(transition => transition.Type);

    public static Transition Of(BotEventType type) => ByType[type];

    public static BotStage StageOf(BotState state) =>
        state switch
        {
            Ready or Connecting or Connected or Disconnecting => BotStage.None,
            Scheduled or BotState.Staged => BotStage.Upcoming,
            Joining or WaitingRoom => BotStage.Arriving,
            JoinedNotRecording or JoinedRecording or JoinedRecordingPaused or JoinedRecordingPermissionDenied => BotStage.Meeting,
            JoiningBreakoutRoom or LeavingBreakoutRoom => BotStage.BetweenRooms,
            Leaving => BotStage.Leaving,
            PostProcessing => BotStage.Finishing,
            Ended or BotState.FatalError or BotState.DataDeleted or BotState.Deleted => BotStage.Over,
            _ => throw new UnreachableException($"{state} has no stage."),
        };

    /// <summary>The state after an event that is allowed in <paramref name="state"/>.</summary>
    public static BotState Next(BotEventType type, BotState state, BotState? beforeBreakoutRoom) =>
        ByType.TryGetValue(type, out var transition)
            ? transition.To ?? (type is JoinedBreakoutRoom or LeftBreakoutRoom ? beforeBreakoutRoom ?? JoinedNotRecording : state)
            : state;
}
