using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>
/// Stores the streams in the table <c>bots</c>. Events, projection, deduplication claim, report mark, keyed answer and feed rows form one
/// entity group transaction guarded by the projection's ETag, so they never disagree.
/// </summary>
internal sealed class BotStore(TableClient table, TimeProvider clock)
{
    /// <summary>One point read; null if there is no such bot.</summary>
    public async Task<StoredBot?> ReadAsync(string project, BotId id, CancellationToken cancellationToken)
    {
        var row = await table.FindAsync(StreamRows.Partition(project, id), StreamRows.Head(id), null, cancellationToken);
        return row is null ? null : new StoredBot(Snapshot(row), row.ETag);
    }

    /// <summary>The events from <paramref name="from"/> to <paramref name="to"/>, inclusive, in order; void rows are skipped.</summary>
    public async IAsyncEnumerable<StoredEvent> EventsAsync(
        string project,
        BotId id,
        int from = 1,
        int to = 999_999,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var (partition, first, last) = (StreamRows.Partition(project, id), StreamRows.Event(id, from), StreamRows.Event(id, to));
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {first} and RowKey le {last}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            if (StoredEvents.FromRow(row) is { } stored)
            {
                yield return stored;
            }
        }
    }

    /// <summary>The span in which the bot was created; null if unknown.</summary>
    public async Task<string?> TraceparentAsync(string project, BotId id, CancellationToken cancellationToken) =>
        (await table.FindAsync(StreamRows.Partition(project, id), StreamRows.Event(id, 1), ["Traceparent"], cancellationToken))?.GetString(
            "Traceparent"
        );

    /// <summary>
    /// Appends all or nothing. If the service gives no response, the commit id in the first event's row tells whether the transaction was
    /// applied. The same commit is then sent again; whichever attempt succeeds, and however late, it counts once, because the head's ETag
    /// admits only one.
    /// </summary>
    public async Task<AppendResult> AppendAsync(StreamAppend append, CancellationToken cancellationToken)
    {
        var actions = BotTransaction.Of(append);
        return await table.CommitAsync(actions, () => IsAppliedAsync(append, cancellationToken), clock, cancellationToken) is { } conflict
            ? BotTransaction.Conflict(append, actions, conflict.FailedTransactionActionIndex)
            : AppendResult.Appended;
    }

    /// <summary>
    /// Ensures that an announced transaction that has not written event <paramref name="sequence"/> yet never will: the head gets a new
    /// ETag or, if there is no head, a void row takes the event's place.
    /// </summary>
    /// <returns>False if the stream has changed in the meantime: read it again.</returns>
    public async Task<bool> FenceAsync(string project, BotId id, int sequence, CancellationToken cancellationToken)
    {
        var (partition, place) = (StreamRows.Partition(project, id), StreamRows.Event(id, sequence));
        var head = await table.FindAsync(partition, StreamRows.Head(id), ["Version"], cancellationToken);
        if (head?.GetInt32("Version") >= sequence)
        {
            return false;
        }

        try
        {
            await (
                head is null
                    ? table.AddEntityAsync(new TableEntity(partition, place) { ["Type"] = StoredEvents.Void }, cancellationToken)
                    : table.UpdateEntityAsync(
                        new TableEntity(partition, StreamRows.Head(id)) { ["FencedAt"] = clock.GetUtcNow() },
                        head.ETag,
                        TableUpdateMode.Merge,
                        cancellationToken
                    )
            );
            return true;
        }
        catch (RequestFailedException conflict) when (conflict.Status is 409 or 412)
        {
            // An existing fence counts: the announcement was delivered twice.
            return (await table.FindAsync(partition, place, ["Type"], cancellationToken))?.GetString("Type") == StoredEvents.Void;
        }
    }

    /// <summary>The event as which a report or a claim was accepted; null if none was accepted under this id.</summary>
    public async Task<BotEvent?> ReportedAsync(string project, BotId id, string reportId, CancellationToken cancellationToken)
    {
        var partition = StreamRows.Partition(project, id);
        var mark = await table.FindAsync(partition, StreamRows.Report(id, reportId), ["Sequence"], cancellationToken);
        return
            mark?.GetInt32("Sequence") is { } sequence
            && await table.FindAsync(partition, StreamRows.Event(id, sequence), cancellationToken: cancellationToken) is { } row
            ? StoredEvents.FromRow(row)!.Event
            : null;
    }

    /// <returns>The non-terminal bot of the project that holds this deduplication key; null if there is none.</returns>
    public async Task<BotId?> HolderAsync(string project, string deduplicationKey, CancellationToken cancellationToken)
    {
        var (partition, claim) = (
            StreamRows.Partition(project, BotId.ShardOf(deduplicationKey)),
            StreamRows.DeduplicationKey(deduplicationKey)
        );
        return (await table.FindAsync(partition, claim, ["BotId"], cancellationToken))?.GetString("BotId") is { } id
            ? BotId.Parse(id)
            : null;
    }

    public static Bot Snapshot(TableEntity head) => JsonSerializer.Deserialize(head.GetLargeText("Snapshot")!, BotJson.Default.Bot)!;

    private async Task<bool> IsAppliedAsync(StreamAppend append, CancellationToken cancellationToken)
    {
        var (project, id) = (append.After.Project, append.After.Id);
        var row = await table.FindAsync(
            StreamRows.Partition(project, id),
            StreamRows.Event(id, append.From),
            ["Commit"],
            cancellationToken
        );
        return row?.GetString("Commit") == append.Commit;
    }
}
