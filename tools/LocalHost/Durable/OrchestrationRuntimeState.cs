using Usher.Hosting.Durable.Protobuf;

namespace Usher.LocalHost.Durable;

/// <summary>The history of one execution during a turn: what was stored, and what the turn adds.</summary>
internal sealed class OrchestrationRuntimeState(IReadOnlyList<HistoryEvent> pastEvents)
{
    private readonly List<HistoryEvent> newEvents = [];

    public IReadOnlyList<HistoryEvent> PastEvents { get; } = pastEvents;

    public IReadOnlyList<HistoryEvent> NewEvents => newEvents;

    /// <summary>Null before the execution's first message has come.</summary>
    public HistoryEvent? Start { get; private set; } = pastEvents.FirstOrDefault(happened => happened.ExecutionStarted is not null);

    public string ExecutionId => Start!.ExecutionStarted.OrchestrationInstance.ExecutionId;

    public bool IsSuspended => PastEvents.Concat(newEvents)
        .LastOrDefault(happened => happened.ExecutionSuspended is not null || happened.ExecutionResumed is not null)?.ExecutionSuspended is not null;

    public void Add(HistoryEvent happened)
    {
        newEvents.Add(happened);
        Start ??= happened.ExecutionStarted is not null ? happened : null;
    }

    /// <summary>
    /// The next execution of the same instance, as the extension begins it: of the events that the orchestrator hands on, only raised ones,
    /// and an orchestratorCompleted although nothing has run yet.
    /// </summary>
    public OrchestrationRuntimeState ContinueAsNew(CompleteOrchestrationAction action, string executionId, DateTimeOffset now)
    {
        var start = Start!.ExecutionStarted;
        var next = new OrchestrationRuntimeState([]);
        next.Add(HistoryEvents.OrchestratorStarted(now));
        next.Add(HistoryEvents.ExecutionStarted(
            now, start.OrchestrationInstance.InstanceId, executionId, start.Name, action.NewVersion ?? start.Version, action.Result));
        foreach (var carried in action.CarryoverEvents.Where(happened => happened.EventRaised is not null))
        {
            next.Add(carried);
        }

        next.Add(HistoryEvents.OrchestratorCompleted(now));
        return next;
    }
}
