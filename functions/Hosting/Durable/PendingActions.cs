using Usher.Hosting.Durable.Protobuf;
using Action = Usher.Hosting.Durable.Protobuf.OrchestratorAction;

namespace Usher.Hosting.Durable;

/// <summary>
/// What the code has asked for, by id, and the history has not confirmed. Ids count all actions of an execution from 0; the host gives the
/// confirming event the id of the action, and the results refer to it.
/// </summary>
internal sealed class PendingActions
{
    private readonly SortedDictionary<int, Action> pending = [];
    private int nextId;

    /// <summary>In the order of their ids.</summary>
    public IEnumerable<Action> All => pending.Values;

    /// <returns>The action's id.</returns>
    public int Add(Action action)
    {
        action.Id = nextId++;
        pending.Add(action.Id, action);
        return action.Id;
    }

    /// <summary>
    /// Strikes out the action that this event confirms. Inputs and times are not compared: the history leaves out inputs and rounds times.
    /// </summary>
    /// <exception cref="NonDeterministicOrchestrationException">The code has not asked for that.</exception>
    public void Confirm(HistoryEvent confirmation)
    {
        // Ids below zero are the framework's own.
        if (confirmation.EventId < 0)
        {
            return;
        }

        var recorded = Describe(confirmation);
        if (!pending.Remove(confirmation.EventId, out var action))
        {
            throw new NonDeterministicOrchestrationException($"the history has {recorded} as action {confirmation.EventId}, which the code did not ask for.");
        }

        var asked = Describe(action);
        if (!string.Equals(recorded, asked, StringComparison.OrdinalIgnoreCase))
        {
            throw new NonDeterministicOrchestrationException($"the history has {recorded} as action {confirmation.EventId}, the code asked for {asked}.");
        }
    }

    private static string Describe(Action action) => action.OrchestratorActionTypeCase switch
    {
        Action.OrchestratorActionTypeOneofCase.ScheduleTask => $"activity '{action.ScheduleTask.Name}'",
        Action.OrchestratorActionTypeOneofCase.CreateTimer => "a timer",
        var other => other.ToString(),
    };

    private static string Describe(HistoryEvent confirmation) => confirmation.EventTypeCase switch
    {
        HistoryEvent.EventTypeOneofCase.TaskScheduled => $"activity '{confirmation.TaskScheduled.Name}'",
        HistoryEvent.EventTypeOneofCase.TimerCreated => "a timer",
        var other => other.ToString(),
    };
}
