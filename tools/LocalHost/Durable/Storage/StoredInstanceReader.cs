using Usher.Hosting.Durable.Protobuf;
using Usher.Storage.Tables;

namespace Usher.LocalHost.Durable.Storage;

/// <summary>
/// The rows of one partition, sorted out. What belongs to another execution than the current one, or to an instance that is gone or finished,
/// is obsolete; activities are not, since they run to their end whatever becomes of the orchestration that scheduled them.
/// </summary>
internal static class StoredInstanceReader
{
    public static StoredInstance Read(string instanceId, IReadOnlyList<TableEntity> rows)
    {
        var status = rows.FirstOrDefault(row => row.RowKey == TaskHubRows.InstanceKey) is { } instance ? TaskHubRows.Status(instance) : null;
        var current = status is { IsFinished: false } ? status.ExecutionId : null;
        List<HistoryEvent> history = [];
        List<string> historyRows = [];
        List<TaskMessage> messages = [];
        List<PendingActivity> activities = [];
        List<string> obsolete = [];
        Dictionary<string, PendingTimer> timers = [];
        foreach (var row in rows)
        {
            var key = row.RowKey;
            if (key.StartsWith(TaskHubRows.HistoryPrefix, StringComparison.Ordinal))
            {
                if (current is not null && key.StartsWith($"{TaskHubRows.HistoryPrefix}{current}|", StringComparison.Ordinal))
                {
                    history.AddRange(TaskHubRows.History(row));
                    historyRows.Add(key);
                }
                else
                {
                    obsolete.Add(key);
                }
            }
            else if (key.StartsWith(TaskHubRows.TimerPrefix, StringComparison.Ordinal))
            {
                var timer = TaskHubRows.Timer(instanceId, row);
                if (timer.ExecutionId == current)
                {
                    timers.Add(key, timer);
                }
                else
                {
                    obsolete.Add(key);
                }
            }
            else if (TaskHubRows.Message(instanceId, row) is { } message)
            {
                messages.Add(message);
            }
            else if (key.StartsWith(TaskHubRows.ActivityPrefix, StringComparison.Ordinal))
            {
                activities.Add(TaskHubRows.Activity(instanceId, row));
            }
        }

        var snapshot = new InstanceSnapshot { Status = status, History = history, HistoryRows = historyRows, Timers = timers };
        return new StoredInstance(instanceId, snapshot, messages, activities, obsolete);
    }
}
