using Usher.Hosting.Durable.Protobuf;
using Kind = Usher.Hosting.Durable.Protobuf.HistoryEvent.EventTypeOneofCase;

namespace Usher.Hosting.Durable;

/// <summary>
/// One turn of an orchestration: runs its code from the start against the whole history, and answers what is new. Nothing is kept between turns.
/// Rules: TaskOrchestrationExecutor of DurableTask.Core.
/// </summary>
internal sealed class OrchestrationTurn
{
    private readonly OrchestratorThread thread = new();
    private readonly ReplayingOrchestrationContext context;
    private readonly Func<TaskOrchestrationContext, Task<string?>> orchestrator;
    private readonly SuspensionGate gate = new();
    private ExecutionTerminatedEvent? terminated;
    private Task<string?>? code;

    private OrchestrationTurn(string instanceId, Func<TaskOrchestrationContext, Task<string?>> orchestrator)
    {
        context = new ReplayingOrchestrationContext(instanceId, thread);
        this.orchestrator = orchestrator;
    }

    public static TurnResult Execute(OrchestratorRequest request, Func<TaskOrchestrationContext, Task<string?>> orchestrator)
    {
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        var turn = new OrchestrationTurn(request.InstanceId, orchestrator);
        try
        {
            return turn.Execute(request);
        }
        finally
        {
            turn.thread.End();
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    private TurnResult Execute(OrchestratorRequest request)
    {
        try
        {
            context.Replaying = true;
            ProcessAll(request.PastEvents);
            context.Replaying = false;
            ProcessAll(request.NewEvents);
            DemandThatHistoryCanGoOn();
        }
        catch (Exception exception)
        {
            return TurnResult.Failed(context, exception);
        }

        // Termination comes first: whatever the code decided in this turn, nobody has seen it yet.
        return terminated is not null ? TurnResult.Terminated(context, terminated.Input)
            : gate.IsClosed ? TurnResult.Suspended(context)
            : code is not { IsCompleted: true } ? TurnResult.Waiting(context)
            : code.IsCompletedSuccessfully ? TurnResult.Ended(context, code.Result)
            : TurnResult.Failed(context, code.Exception?.InnerException ?? new TaskCanceledException("The code let a cancellation escape."));
    }

    private void ProcessAll(IEnumerable<HistoryEvent> events)
    {
        foreach (var historyEvent in events.TakeWhile(_ => terminated is null))
        {
            if (historyEvent.EventTypeCase == Kind.ExecutionTerminated)
            {
                terminated = historyEvent.ExecutionTerminated;
            }
            else if (historyEvent.EventTypeCase == Kind.OrchestratorStarted)
            {
                // The clock goes on during a suspension: what is held back happens when it is let through.
                context.Now = historyEvent.Timestamp.ToDateTime();
            }
            else
            {
                foreach (var passed in gate.Pass(historyEvent))
                {
                    Apply(passed);
                }
            }
        }
    }

    /// <summary>Kinds of events that are not listed mean nothing to the code: the end of a turn, events of the framework, kinds yet to be invented.</summary>
    private void Apply(HistoryEvent historyEvent)
    {
        switch (historyEvent.EventTypeCase)
        {
            case Kind.ExecutionStarted when context.Started is null:
                context.Started = historyEvent.ExecutionStarted;
                thread.Post(_ => code = RunCode(), null);
                break;
            case Kind.TaskScheduled or Kind.TimerCreated or Kind.SubOrchestrationInstanceCreated or Kind.EventSent:
                context.Actions.Confirm(historyEvent);
                break;
            case Kind.TaskCompleted:
                context.Complete(historyEvent.TaskCompleted);
                break;
            case Kind.TaskFailed:
                context.Fail(historyEvent.TaskFailed);
                break;
            case Kind.TimerFired:
                context.Fire(historyEvent.TimerFired);
                break;
            case Kind.EventRaised:
                context.Events.Raise(historyEvent);
                break;
        }

        thread.Run();
        if (code is { IsCompleted: true })
        {
            context.Events.AbandonAll();
        }
    }

    /// <summary>Awaits under the turn's own synchronization context, so that the code can only ever end on the turn's own thread.</summary>
    private async Task<string?> RunCode() => await orchestrator(context);

    /// <summary>If all that the code has asked for came true, it would have to go on; or else it waits for something that no history holds.</summary>
    private void DemandThatHistoryCanGoOn()
    {
        if (terminated is not null || gate.IsClosed)
        {
            return;
        }

        var stuck = code is { IsCompleted: false } && !thread.WouldGoOnAfter(context.CancelAll);
        if (stuck || thread.ForeignersCame)
        {
            throw NonDeterministicOrchestrationException.ForForeignWait();
        }
    }
}
