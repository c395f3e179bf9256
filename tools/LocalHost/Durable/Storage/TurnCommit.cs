using Usher.Hosting.Durable.Protobuf;
using Usher.Storage.Tables;

namespace Usher.LocalHost.Durable.Storage;

/// <summary>What one turn changes, written as one transaction guarded by the status row's ETag.</summary>
/// <param name="NewEvents">Added to the history; where <paramref name="Status"/> is finished nothing is kept.</param>
/// <param name="ConsumedRows">The messages that the turn has taken, dropped ones included. Deleted with the turn, or it did not happen.</param>
/// <param name="ReplacedRows">History and timers of an execution that is over. Deleted with the turn as far as they fit, the others afterwards.</param>
internal sealed record TurnCommit(
    InstanceStatus Status,
    string HistoryRow,
    IReadOnlyList<HistoryEvent> NewEvents,
    IReadOnlyList<string> ConsumedRows,
    IReadOnlyList<string> ReplacedRows,
    IReadOnlyList<PendingActivity> Activities,
    IReadOnlyList<PendingTimer> Timers)
{
    /// <summary>Messages that one turn takes; the others wait for the next turn. The extension's controlQueueBatchSize.</summary>
    public const int MaxMessages = 32;

    /// <summary>Timers and activities that one turn may create, so that a turn always fits into one transaction.</summary>
    public const int MaxCreated = MaxOperations - MaxMessages - 2;

    private const int MaxOperations = 100;

    public (IReadOnlyList<TableTransactionAction> Actions, IReadOnlyList<string> Leftovers) Transaction()
    {
        // A handler may ask for an action again that history already confirms. Nothing checks that, so it is written again.
        List<TableEntity> created = [.. Activities.Select(TaskHubRows.From)];
        if (!Status.IsFinished)
        {
            created.Add(TaskHubRows.History(Status.InstanceId, HistoryRow, NewEvents));
            created.AddRange(Timers.Select(TaskHubRows.From));
        }

        var createdKeys = created.Select(row => row.RowKey).ToHashSet();
        List<TableTransactionAction> actions =
        [
            new(TableTransactionActionType.UpdateReplace, TaskHubRows.From(Status), Status.ETag),
            .. ConsumedRows.Where(row => !createdKeys.Contains(row)).Select(Delete),
            .. created.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)),
        ];
        var replaced = ReplacedRows.Except(ConsumedRows).ToList();
        var fitting = replaced.Take(MaxOperations - actions.Count).ToList();
        actions.AddRange(fitting.Select(Delete));
        return (actions, replaced[fitting.Count..]);
    }

    private TableTransactionAction Delete(string rowKey) => new(TableTransactionActionType.Delete, TaskHubRows.Row(Status.InstanceId, rowKey));
}
