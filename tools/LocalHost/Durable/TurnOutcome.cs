using Usher.Hosting.Durable.Protobuf;
using Usher.LocalHost.Durable.Storage;

namespace Usher.LocalHost.Durable;

/// <summary>An event on its way to an instance, this one or another.</summary>
internal sealed record SentEvent(string InstanceId, HistoryEvent Event);

/// <summary>What a work item, one turn or several that continued as new, has come to. Nothing of it has been written.</summary>
internal sealed class TurnOutcome(string instanceId)
{
    private readonly Dictionary<string, PendingActivity> activities = [];
    private readonly Dictionary<string, PendingTimer> timers = [];
    private readonly List<SentEvent> events = [];

    /// <summary>Null: it goes on.</summary>
    public OrchestrationStatus? Completed { get; private set; }

    public string? Output { get; private set; }

    /// <summary>Activities of an earlier execution run too; only their results will be dropped.</summary>
    public IReadOnlyCollection<PendingActivity> Activities => activities.Values;

    public IReadOnlyList<SentEvent> Events => events;

    public int CreatedCount => activities.Count + timers.Count;

    public IReadOnlyList<PendingTimer> TimersOf(string executionId) => [.. timers.Values.Where(timer => timer.ExecutionId == executionId)];

    public void Complete(OrchestrationStatus status, string? output) => (Completed, Output) = (status, output);

    public void Fail(string output) => Complete(OrchestrationStatus.Failed, output);

    /// <summary>Carries out one action: confirms it in the history and notes what has to be done. The completion is answered, not carried out.</summary>
    public CompleteOrchestrationAction? Apply(OrchestratorAction action, OrchestrationRuntimeState state, DateTimeOffset now)
    {
        switch (action.OrchestratorActionTypeCase)
        {
            case OrchestratorAction.OrchestratorActionTypeOneofCase.ScheduleTask:
                state.Add(HistoryEvents.TaskScheduled(now, action.Id, action.ScheduleTask));
                var activityKey = TaskHubRows.ActivityKey(state.ExecutionId, action.Id);
                activities[activityKey] = new PendingActivity(
                    instanceId, activityKey, state.ExecutionId, action.Id, action.ScheduleTask.Name, action.ScheduleTask.Input);
                break;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.CreateTimer:
                var fireAt = action.CreateTimer.FireAt.ToDateTimeOffset();
                state.Add(HistoryEvents.TimerCreated(now, action.Id, fireAt));
                var timerKey = TaskHubRows.TimerKey(state.ExecutionId, action.Id);
                timers[timerKey] = new PendingTimer(instanceId, timerKey, state.ExecutionId, action.Id, fireAt, now);
                break;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.SendEvent:
                state.Add(HistoryEvents.EventSent(now, action.Id, action.SendEvent));
                events.Add(new SentEvent(action.SendEvent.Instance.InstanceId, HistoryEvents.EventRaised(now, action.SendEvent.Name, action.SendEvent.Data)));
                break;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.CompleteOrchestration:
                return action.CompleteOrchestration;
        }

        return null;
    }
}
