using Google.Protobuf.WellKnownTypes;
using Usher.Hosting.Durable.Protobuf;

namespace Usher.LocalHost.Durable;

/// <summary>History events as the extension writes them. Those that an action confirms carry its id, all others −1.</summary>
internal static class HistoryEvents
{
    private const int NoAction = -1;

    public static HistoryEvent OrchestratorStarted(DateTimeOffset now) => At(now, new HistoryEvent { OrchestratorStarted = new OrchestratorStartedEvent() });

    public static HistoryEvent OrchestratorCompleted(DateTimeOffset now) => At(now, new HistoryEvent { OrchestratorCompleted = new OrchestratorCompletedEvent() });

    public static HistoryEvent ExecutionStarted(DateTimeOffset now, string instanceId, string executionId, string name, string? version, string? input) =>
        At(now, new HistoryEvent
        {
            ExecutionStarted = new ExecutionStartedEvent
            {
                Name = name,
                Version = version,
                Input = input,
                OrchestrationInstance = new OrchestrationInstance { InstanceId = instanceId, ExecutionId = executionId },
            },
        });

    public static HistoryEvent ExecutionTerminated(DateTimeOffset now, string? reason) =>
        At(now, new HistoryEvent { ExecutionTerminated = new ExecutionTerminatedEvent { Input = reason } });

    public static HistoryEvent ExecutionSuspended(DateTimeOffset now, string? reason) =>
        At(now, new HistoryEvent { ExecutionSuspended = new ExecutionSuspendedEvent { Input = reason } });

    public static HistoryEvent ExecutionResumed(DateTimeOffset now, string? reason) =>
        At(now, new HistoryEvent { ExecutionResumed = new ExecutionResumedEvent { Input = reason } });

    public static HistoryEvent EventRaised(DateTimeOffset now, string name, string? input) =>
        At(now, new HistoryEvent { EventRaised = new EventRaisedEvent { Name = name, Input = input } });

    /// <summary>The input is left out, as the extension does unless storeInputsInOrchestrationHistory is set.</summary>
    public static HistoryEvent TaskScheduled(DateTimeOffset now, int actionId, ScheduleTaskAction action) =>
        At(now, new HistoryEvent { TaskScheduled = new TaskScheduledEvent { Name = action.Name, Version = action.Version } }, actionId);

    public static HistoryEvent TaskCompleted(DateTimeOffset now, int taskId, string? result) =>
        At(now, new HistoryEvent { TaskCompleted = new TaskCompletedEvent { TaskScheduledId = taskId, Result = result } });

    public static HistoryEvent TaskFailed(DateTimeOffset now, int taskId, TaskFailureDetails? details) =>
        At(now, new HistoryEvent { TaskFailed = new TaskFailedEvent { TaskScheduledId = taskId, FailureDetails = details } });

    public static HistoryEvent TimerCreated(DateTimeOffset now, int actionId, DateTimeOffset fireAt) =>
        At(now, new HistoryEvent { TimerCreated = new TimerCreatedEvent { FireAt = Timestamp.FromDateTimeOffset(fireAt) } }, actionId);

    /// <summary>Its timestamp is when the timer was created, not when it fired: the message was made then.</summary>
    public static HistoryEvent TimerFired(PendingTimer timer) =>
        At(timer.Created, new HistoryEvent
        {
            TimerFired = new TimerFiredEvent { FireAt = Timestamp.FromDateTimeOffset(timer.FireAt), TimerId = timer.TimerId },
        });

    public static HistoryEvent EventSent(DateTimeOffset now, int actionId, SendEventAction action) =>
        At(now, new HistoryEvent { EventSent = new EventSentEvent { InstanceId = action.Instance.InstanceId, Name = action.Name, Input = action.Data } }, actionId);

    private static HistoryEvent At(DateTimeOffset time, HistoryEvent happened, int actionId = NoAction)
    {
        happened.EventId = actionId;
        happened.Timestamp = Timestamp.FromDateTimeOffset(time);
        return happened;
    }
}
