using System.Runtime.CompilerServices;
using Azure;
using Usher.Storage.Tables;

namespace Usher.LocalHost.Durable.Storage;

/// <summary>
/// The task hub's table. What a method says it has written is durable when it returns; when it throws anything but the named exceptions,
/// it may or may not be, and the caller reads the instance again.
/// </summary>
internal sealed class TaskHubTable(TableServiceClient tables, string name)
{
    private readonly TableClient table = tables.GetTableClient(name);

    public Task CreateIfNotExistsAsync(CancellationToken cancellationToken) => table.CreateIfNotExistsAsync(cancellationToken);

    /// <summary>Every instance that something is left to do for: one scan that leaves out the status of finished instances.</summary>
    public async IAsyncEnumerable<StoredInstance> ReadUnfinishedAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<TableEntity> rows = [];
        await foreach (var row in table.QueryAsync(TaskHubRows.NotFinishedFilter, cancellationToken: cancellationToken))
        {
            if (rows.Count > 0 && rows[0].PartitionKey != row.PartitionKey)
            {
                yield return StoredInstanceReader.Read(InstanceKey.Decode(rows[0].PartitionKey), rows);
                rows.Clear();
            }

            rows.Add(row);
        }

        if (rows.Count > 0)
        {
            yield return StoredInstanceReader.Read(InstanceKey.Decode(rows[0].PartitionKey), rows);
        }
    }

    public async Task<StoredInstance> ReadAsync(string instanceId, CancellationToken cancellationToken)
    {
        List<TableEntity> rows = [];
        await foreach (var row in table.QueryAsync(OfInstance(instanceId), cancellationToken: cancellationToken))
        {
            rows.Add(row);
        }

        return StoredInstanceReader.Read(instanceId, rows);
    }

    public async Task<InstanceStatus?> GetStatusAsync(string instanceId, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync(InstanceKey.Encode(instanceId), TaskHubRows.InstanceKey, cancellationToken: cancellationToken);
        return row is null ? null : TaskHubRows.Status(row);
    }

    public async IAsyncEnumerable<InstanceStatus> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in table.QueryAsync($"RowKey eq '{TaskHubRows.InstanceKey}'", cancellationToken: cancellationToken))
        {
            yield return TaskHubRows.Status(row);
        }
    }

    /// <summary>
    /// Writes a new execution and the message that starts it. <paramref name="replaced"/> is the finished instance of the same id.
    /// Null: somebody else has started it meanwhile.
    /// </summary>
    public async Task<InstanceStatus?> CreateInstanceAsync(
        InstanceStatus status, InstanceStatus? replaced, TaskMessage start, CancellationToken cancellationToken)
    {
        var row = TaskHubRows.From(status);
        var write = replaced is null
            ? new TableTransactionAction(TableTransactionActionType.Add, row)
            : new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, replaced.ETag);
        try
        {
            var etags = await table.SubmitTransactionAsync(
                [write, new TableTransactionAction(TableTransactionActionType.Add, TaskHubRows.From(start))], cancellationToken);
            return status with { ETag = etags[0] };
        }
        catch (TableTransactionFailedException conflict) when (conflict.Status is 404 or 409 or 412)
        {
            return null;
        }
    }

    /// <summary>The status with its new ETag; null where it has changed since it was read.</summary>
    public async Task<InstanceStatus?> UpdateStatusAsync(InstanceStatus status, CancellationToken cancellationToken)
    {
        try
        {
            var etag = await table.UpdateEntityAsync(TaskHubRows.From(status), status.ETag, TableUpdateMode.Replace, cancellationToken);
            return status with { ETag = etag };
        }
        catch (RequestFailedException conflict) when (conflict.Status is 404 or 412)
        {
            return null;
        }
    }

    public async Task AddMessageAsync(TaskMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await table.AddEntityAsync(TaskHubRows.From(message), cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == TableErrorCode.EntityAlreadyExists)
        {
            // An earlier try of this very request: nobody else uses its sequence number.
        }
    }

    /// <summary>Puts the result in the place of the pending activity. False: its row is gone, purged with its instance.</summary>
    public async Task<bool> CompleteActivityAsync(TaskMessage result, CancellationToken cancellationToken)
    {
        try
        {
            await table.UpdateEntityAsync(TaskHubRows.From(result), ETag.All, TableUpdateMode.Replace, cancellationToken);
            return true;
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == TableErrorCode.ResourceNotFound)
        {
            return false;
        }
    }

    /// <exception cref="TableTransactionFailedException">Nothing was written: a row that the turn knew has changed or is gone.</exception>
    public async Task<(ETag ETag, IReadOnlyList<string> Leftovers)> CommitAsync(TurnCommit turn, CancellationToken cancellationToken)
    {
        var (actions, leftovers) = turn.Transaction();
        var etags = await table.SubmitTransactionAsync(actions, cancellationToken);
        return (etags[0], leftovers);
    }

    /// <summary>Deletes rows of one instance, those that are gone already too.</summary>
    public async Task DeleteAsync(string instanceId, IEnumerable<string> rowKeys, CancellationToken cancellationToken)
    {
        foreach (var rowKey in rowKeys)
        {
            await table.DeleteEntityAsync(InstanceKey.Encode(instanceId), rowKey, ETag.All, cancellationToken);
        }
    }

    /// <summary>
    /// Deletes a finished instance; false where it has changed since it was read. The other rows are listed before the status is deleted and
    /// deleted after it, so that a start in between loses nothing; what a death leaves behind is obsolete for the next start.
    /// </summary>
    public async Task<bool> PurgeAsync(InstanceStatus status, CancellationToken cancellationToken)
    {
        List<string> rowKeys = [];
        await foreach (var row in table.QueryAsync(OfInstance(status.InstanceId), select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken))
        {
            rowKeys.Add(row.RowKey);
        }

        try
        {
            await table.DeleteEntityAsync(InstanceKey.Encode(status.InstanceId), TaskHubRows.InstanceKey, status.ETag, cancellationToken);
        }
        catch (RequestFailedException conflict) when (conflict.Status == 412)
        {
            return false;
        }

        await DeleteAsync(status.InstanceId, rowKeys.Where(key => key != TaskHubRows.InstanceKey), cancellationToken);
        return true;
    }

    private static string OfInstance(string instanceId) => $"PartitionKey eq {TableQuery.Literal(InstanceKey.Encode(instanceId))}";
}
