namespace Usher.LocalHost.Durable;

/// <summary>
/// Which of the waiting messages a turn gets. Results and timers of another execution are dropped, raised events never are; nothing reaches
/// an instance that does not exist, has finished or has not been started.
/// </summary>
internal sealed class MessageReconciliation
{
    private readonly List<TaskMessage> accepted = [];
    private readonly List<string> consumedRows = [];
    private readonly Dictionary<string, int> dropped = [];

    public MessageReconciliation(InstanceSnapshot instance, IEnumerable<TaskMessage> messages, DurableFaults faults)
    {
        var started = instance.History.Any(happened => happened.ExecutionStarted is not null);
        var isFirstTurn = !started;
        foreach (var message in messages)
        {
            // A timer that fired twice in memory has no row the second time.
            var isSpentTimer = IsTimer(message) && !instance.Timers.ContainsKey(message.RowKey!);
            if (message.RowKey is not null && !isSpentTimer)
            {
                consumedRows.Add(message.RowKey);
            }

            var reason = isSpentTimer
                ? "The timer has fired before"
                : DropReason(instance, message, started)
                ?? (isFirstTurn && message.Event.EventRaised is not null && faults.LosesEarlyEvent() ? NoSuchInstance : null);
            if (reason is not null)
            {
                dropped[reason] = dropped.GetValueOrDefault(reason) + 1;
                continue;
            }

            started = true;
            accepted.Add(message);
        }
    }

    private const string NoSuchInstance = "No such instance";

    public IReadOnlyList<TaskMessage> Accepted => accepted;

    public IReadOnlyList<string> ConsumedRows => consumedRows;

    /// <summary>How many were dropped, by reason.</summary>
    public IReadOnlyDictionary<string, int> Dropped => dropped;

    private static bool IsTimer(TaskMessage message) => message.RowKey?.StartsWith(Storage.TaskHubRows.TimerPrefix, StringComparison.Ordinal) == true;

    private static string? DropReason(InstanceSnapshot instance, TaskMessage message, bool started)
    {
        if (instance.Status is not { } status)
        {
            return NoSuchInstance;
        }

        if (status.IsFinished)
        {
            return $"The instance is {status.RuntimeStatus}";
        }

        if (message.ExecutionId is not null && message.ExecutionId != status.ExecutionId)
        {
            return "ExecutionId of event does not match current executionId";
        }

        var isStart = message.Event.ExecutionStarted is not null;
        return (isStart, started) switch
        {
            (true, true) => "Duplicate start event",
            (false, false) => NoSuchInstance,
            _ => null,
        };
    }
}
