using Google.Protobuf.WellKnownTypes;
using Usher.Hosting.Durable.Protobuf;

namespace Usher.Tests.Hosting.Durable;

/// <summary>History events in words, for use with <c>using static</c>. Timestamps matter only where a turn starts.</summary>
internal static class History
{
    public static readonly DateTime T0 = new(2026, 5, 1, 10, 0, 0, DateTimeKind.Utc);

    public static readonly DateTime T1 = T0.AddMinutes(1);

    public static readonly DateTime T2 = T0.AddMinutes(2);

    public static readonly DateTime T3 = T0.AddMinutes(3);

    public static HistoryEvent TurnStarted(DateTime at) => new() { EventId = -1, Timestamp = at.ToTimestamp(), OrchestratorStarted = new() };

    public static HistoryEvent TurnEnded() => new() { EventId = -1, OrchestratorCompleted = new() };

    public static HistoryEvent Started(string name, string? input = null, string execution = "A") => new()
    {
        EventId = -1,
        ExecutionStarted = new()
        {
            Name = name,
            Input = input,
            OrchestrationInstance = new() { InstanceId = "w1", ExecutionId = execution },
        },
    };

    public static HistoryEvent TimerCreated(int id, DateTime fireAt) => new() { EventId = id, TimerCreated = new() { FireAt = fireAt.ToTimestamp() } };

    public static HistoryEvent TimerFired(int id) => new() { EventId = -1, TimerFired = new() { TimerId = id, FireAt = T0.ToTimestamp() } };

    /// <summary>Without its input, as the backend stores it.</summary>
    public static HistoryEvent ActivityScheduled(int id, string name) => new() { EventId = id, TaskScheduled = new() { Name = name } };

    public static HistoryEvent ActivityCompleted(int id, string? result) => new() { EventId = -1, TaskCompleted = new() { TaskScheduledId = id, Result = result } };

    public static HistoryEvent ActivityFailed(int id, TaskFailureDetails? details = null) =>
        new() { EventId = -1, TaskFailed = new() { TaskScheduledId = id, FailureDetails = details } };

    public static HistoryEvent Raised(string name, string? payload = null) => new() { EventId = -1, EventRaised = new() { Name = name, Input = payload } };

    public static HistoryEvent Suspended() => new() { EventId = -1, ExecutionSuspended = new() };

    public static HistoryEvent Resumed() => new() { EventId = -1, ExecutionResumed = new() };

    public static HistoryEvent Terminated(string? reason = null) => new() { EventId = -1, ExecutionTerminated = new() { Input = reason } };
}
