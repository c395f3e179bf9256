using Usher.Hosting.Durable.Protobuf;
using Usher.LocalHost.Durable.Storage;

namespace Usher.LocalHost.Durable;

/// <summary>From a turn's outcome to what is written, and to what is known in memory once it has been.</summary>
internal sealed class TurnWriter(
    InstanceSnapshot before,
    TurnOutcome outcome,
    OrchestrationRuntimeState after,
    string? customStatus,
    IReadOnlyList<string> consumedRows,
    DateTimeOffset now)
{
    private bool IsReplaced => after.ExecutionId != before.Status!.ExecutionId;

    public TurnCommit Commit()
    {
        var start = after.Start!;
        var status = before.Status! with
        {
            ExecutionId = after.ExecutionId,
            RuntimeStatus = outcome.Completed ?? (after.IsSuspended ? OrchestrationStatus.Suspended : OrchestrationStatus.Running),
            Input = start.ExecutionStarted.Input,
            Output = outcome.Output,
            CustomStatus = customStatus,
            CreatedTime = start.Timestamp.ToDateTimeOffset(),
            LastUpdatedTime = now,
        };
        var isOver = IsReplaced || status.IsFinished;
        return new TurnCommit(
            status,
            TaskHubRows.HistoryKey(after.ExecutionId, IsReplaced ? 0 : before.HistoryRows.Count),
            after.NewEvents,
            consumedRows,
            isOver ? [.. before.HistoryRows, .. before.Timers.Keys] : [],
            [.. outcome.Activities],
            status.IsFinished ? [] : outcome.TimersOf(after.ExecutionId));
    }

    /// <summary>What can always be written: the end of the instance.</summary>
    public TurnCommit Failure(string output)
    {
        var commit = Commit();
        return commit with
        {
            Status = before.Status! with { RuntimeStatus = OrchestrationStatus.Failed, Output = output, LastUpdatedTime = now },
            ReplacedRows = [.. before.HistoryRows, .. before.Timers.Keys],
            Activities = [],
            Timers = [],
        };
    }

    public InstanceSnapshot Snapshot(TurnCommit written)
    {
        if (written.Status.IsFinished)
        {
            return new InstanceSnapshot { Status = written.Status };
        }

        var timers = IsReplaced ? [] : before.Timers.Where(timer => !consumedRows.Contains(timer.Key)).ToDictionary();
        foreach (var timer in written.Timers)
        {
            timers[timer.RowKey] = timer;
        }

        return new InstanceSnapshot
        {
            Status = written.Status,
            History = [.. after.PastEvents, .. after.NewEvents],
            HistoryRows = IsReplaced ? [written.HistoryRow] : [.. before.HistoryRows, written.HistoryRow],
            Timers = timers,
        };
    }
}
