using System.Globalization;
using Google.Protobuf;
using Usher.Hosting.Durable.Protobuf;
using Usher.Storage.Tables;

namespace Usher.LocalHost.Durable.Storage;

/// <summary>
/// Every row that a task hub writes; these names are what is on disk. An instance is a partition, so that a turn is one transaction:
/// <list type="table">
/// <item><term>instance</term><description>its status; stays when it is finished</description></item>
/// <item><term>history|{execution}|{n}</term><description>the events that its n-th turn added</description></item>
/// <item><term>message|{sequence}</term><description>accepted, not yet consumed by a turn</description></item>
/// <item><term>timer|{execution}|{id}</term><description>there until its firing has been consumed: a due timer is its own message</description></item>
/// <item><term>activity|{execution}|{id}</term><description>scheduled; once it has run, the row holds the result and is the message</description></item>
/// </list>
/// </summary>
internal static class TaskHubRows
{
    public const string InstanceKey = "instance";
    public const string HistoryPrefix = "history|";
    public const string MessagePrefix = "message|";
    public const string TimerPrefix = "timer|";
    public const string ActivityPrefix = "activity|";

    /// <summary>Everything but the status of finished instances.</summary>
    public const string NotFinishedFilter = $"RowKey ne '{InstanceKey}' or Finished eq false";

    public static string HistoryKey(string executionId, int turn) => string.Create(CultureInfo.InvariantCulture, $"{HistoryPrefix}{executionId}|{turn:D6}");

    public static string MessageKey(long sequence) => string.Create(CultureInfo.InvariantCulture, $"{MessagePrefix}{sequence:D19}");

    public static string TimerKey(string executionId, int id) => string.Create(CultureInfo.InvariantCulture, $"{TimerPrefix}{executionId}|{id:D6}");

    public static string ActivityKey(string executionId, int id) => string.Create(CultureInfo.InvariantCulture, $"{ActivityPrefix}{executionId}|{id:D6}");

    public static TableEntity Row(string instanceId, string rowKey) => new(Storage.InstanceKey.Encode(instanceId), rowKey);

    public static TableEntity From(InstanceStatus status)
    {
        var row = Row(status.InstanceId, InstanceKey);
        row["Name"] = status.Name;
        row["ExecutionId"] = status.ExecutionId;
        row["RuntimeStatus"] = status.RuntimeStatus.ToString();
        row["Finished"] = status.IsFinished;
        row["CreatedTime"] = status.CreatedTime;
        row["LastUpdatedTime"] = status.LastUpdatedTime;
        LargeProperty.Set(row, "Input", status.Input);
        LargeProperty.Set(row, "Output", status.Output);
        LargeProperty.Set(row, "CustomStatus", status.CustomStatus);
        return row;
    }

    public static TableEntity From(TaskMessage message)
    {
        var row = Row(message.InstanceId, message.RowKey ?? throw new ArgumentException("A copy has no row.", nameof(message)));
        row["Sequence"] = message.Sequence;
        row["ExecutionId"] = message.ExecutionId;
        LargeProperty.Set(row, "Event", message.Event.ToByteArray());
        return row;
    }

    public static TableEntity From(PendingTimer timer)
    {
        var row = Row(timer.InstanceId, timer.RowKey);
        row["ExecutionId"] = timer.ExecutionId;
        row["TimerId"] = timer.TimerId;
        row["FireAt"] = timer.FireAt;
        row["Created"] = timer.Created;
        return row;
    }

    public static TableEntity From(PendingActivity activity)
    {
        var row = Row(activity.InstanceId, activity.RowKey);
        row["ExecutionId"] = activity.ExecutionId;
        row["TaskId"] = activity.TaskId;
        row["Name"] = activity.Name;
        LargeProperty.Set(row, "Input", activity.Input);
        return row;
    }

    public static TableEntity History(string instanceId, string rowKey, IEnumerable<HistoryEvent> events)
    {
        using var stream = new MemoryStream();
        foreach (var happened in events)
        {
            happened.WriteDelimitedTo(stream);
        }

        var row = Row(instanceId, rowKey);
        LargeProperty.Set(row, "Events", stream.ToArray());
        return row;
    }

    public static InstanceStatus Status(TableEntity row) => new()
    {
        InstanceId = Storage.InstanceKey.Decode(row.PartitionKey),
        Name = row.GetString("Name")!,
        ExecutionId = row.GetString("ExecutionId")!,
        RuntimeStatus = Enum.Parse<OrchestrationStatus>(row.GetString("RuntimeStatus")!),
        Input = LargeProperty.GetText(row, "Input"),
        Output = LargeProperty.GetText(row, "Output"),
        CustomStatus = LargeProperty.GetText(row, "CustomStatus"),
        CreatedTime = row.GetDateTimeOffset("CreatedTime") ?? default,
        LastUpdatedTime = row.GetDateTimeOffset("LastUpdatedTime") ?? default,
        ETag = row.ETag,
    };

    /// <summary>Null where the row is an activity without a result.</summary>
    public static TaskMessage? Message(string instanceId, TableEntity row) => LargeProperty.GetBytes(row, "Event") is { } bytes
        ? new TaskMessage(instanceId, row.RowKey, row.GetInt64("Sequence") ?? 0, row.GetString("ExecutionId"), HistoryEvent.Parser.ParseFrom(bytes))
        : null;

    public static PendingTimer Timer(string instanceId, TableEntity row) => new(
        instanceId, row.RowKey, row.GetString("ExecutionId")!, row.GetInt32("TimerId") ?? 0,
        row.GetDateTimeOffset("FireAt") ?? default, row.GetDateTimeOffset("Created") ?? default);

    public static PendingActivity Activity(string instanceId, TableEntity row) => new(
        instanceId, row.RowKey, row.GetString("ExecutionId")!, row.GetInt32("TaskId") ?? 0, row.GetString("Name")!, LargeProperty.GetText(row, "Input"));

    public static IEnumerable<HistoryEvent> History(TableEntity row)
    {
        using var stream = new MemoryStream(LargeProperty.GetBytes(row, "Events")!);
        while (stream.Position < stream.Length)
        {
            yield return HistoryEvent.Parser.ParseDelimitedFrom(stream);
        }
    }
}
