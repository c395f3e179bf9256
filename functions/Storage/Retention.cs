using Azure;
using Azure.Data.Tables;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>
/// Removes expired data, one partition at a time. It needs no index: bots and deliveries are ordered by the bots' creation, numbered events
/// by number, and answers are adjacent. A removed row is not seen again, so removal can stop anywhere.
/// </summary>
internal sealed class Retention(
    TableClient bots,
    TableClient deliveries,
    TableClient heartbeats,
    BotIndex index,
    BotErasure erasure,
    RetentionOptions options,
    TimeProvider clock
)
{
    /// <summary>The number of operations in a transaction, minus the head.</summary>
    private const int MaxEventsWithHead = 99;

    private static readonly string Over = string.Join(
        " or ",
        Enum.GetValues<BotState>().Where(state => state.IsTerminal).Select(state => $"State eq '{state.Name}'")
    );

    public async Task RemoveAsync(string project, int shard, CancellationToken cancellationToken)
    {
        var (partition, now) = (StreamRows.Partition(project, shard), clock.GetUtcNow());
        await RemoveAnswersAsync(partition, now - options.Answers, cancellationToken);
        if (options.Deliveries is { } deliveriesFor)
        {
            await RemoveDeliveriesAsync(partition, now - deliveriesFor, cancellationToken);
        }

        if (options.FeedEvents is { } eventsFor)
        {
            await RemoveFedAsync(partition, now - eventsFor, cancellationToken);
        }

        if (options.EndedBots is { } botsFor)
        {
            await RemoveBotsAsync(project, partition, now - botsFor, cancellationToken);
        }
    }

    private Task RemoveAnswersAsync(string partition, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var (first, end) = (StreamRows.RequestPrefix, StreamRows.Behind(StreamRows.RequestPrefix));
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {partition} and RowKey ge {first} and RowKey lt {end} and At lt {until}"
        );
        return bots.RemoveAsync(Keys(bots, filter, cancellationToken), cancellationToken);
    }

    private Task RemoveDeliveriesAsync(string partition, DateTimeOffset until, CancellationToken cancellationToken)
    {
        // A bot created later has no earlier events.
        var filter =
            TableClient.CreateQueryFilter(
                $"PartitionKey eq {partition} and RowKey ge 'bot_' and RowKey lt {BotId.FirstAt(until).ToString()} and CreatedAt lt {until}"
            ) + " and (Status eq 'delivered' or Status eq 'failed' or Status eq 'cancelled')";
        return deliveries.RemoveAsync(Keys(deliveries, filter, cancellationToken), cancellationToken);
    }

    /// <summary>Removes numbered rows from the lowest up to the first that has not expired, and unnumbered rows of old bots.</summary>
    private async Task RemoveFedAsync(string partition, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var (first, last) = (StreamRows.Fed(0), StreamRows.LastFed);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {first} and RowKey lt {last}");
        var old = bots.QueryAsync<TableEntity>(
                filter,
                select: [.. KeyColumns, "BotId", "Sequence", "At"],
                cancellationToken: cancellationToken
            )
            .TakeWhile(row => FeedEvent.Time(row) < until);
        await foreach (var some in old.Chunk(100).WithCancellation(cancellationToken))
        {
            // Remove the pointers first: they are found only through their rows. A pointer that leads nowhere is harmless.
            await Parallel.ForEachAsync(
                some.Where(row => row.GetInt32("Sequence") is not null),
                cancellationToken,
                async (row, token) =>
                {
                    var pointer = StreamRows.FedPointer(FeedEvent.Bot(row), row.GetInt32("Sequence")!.Value);
                    await bots.DeleteEntityAsync(partition, pointer, ETag.All, token);
                }
            );
            await bots.RemoveAsync(some.ToAsyncEnumerable(), cancellationToken);
        }

        var (unnumbered, end) = (StreamRows.UnnumberedPrefix, $"{StreamRows.UnnumberedPrefix}{BotId.FirstAt(until)}");
        var unread = TableClient.CreateQueryFilter(
            $"PartitionKey eq {partition} and RowKey ge {unnumbered} and RowKey lt {end} and At lt {until}"
        );
        await bots.RemoveAsync(Keys(bots, unread, cancellationToken), cancellationToken);
    }

    private async Task RemoveBotsAsync(string project, string partition, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var (first, end) = (StreamRows.HeadPrefix, $"{StreamRows.HeadPrefix}{BotId.FirstAt(until)}");
        var range = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {first} and RowKey lt {end}");
        var filter = $"{range} and ({Over})";
        await foreach (var head in bots.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            if (BotStore.Snapshot(head) is { State.IsTerminal: true } bot && bot.StateSince < until)
            {
                await RemoveBotAsync(project, bot.Id, cancellationToken);
            }
        }
    }

    /// <summary>Erases the bot's data in the feed first; the head goes last, so that the next round finds a half-removed bot.</summary>
    private async Task RemoveBotAsync(string project, BotId id, CancellationToken cancellationToken)
    {
        var partition = StreamRows.Partition(project, id);
        await erasure.EraseAsync(project, id, int.MaxValue, cancellationToken);
        await deliveries.RemoveAsync(deliveries.RangeAsync(partition, $"{id}|", cancellationToken, KeyColumns), cancellationToken);
        await deliveries.RemoveAsync(deliveries.RangeAsync(partition, $"ended|{id}|", cancellationToken, KeyColumns), cancellationToken);
        await heartbeats.DeleteEntityAsync(partition, id.ToString(), ETag.All, cancellationToken);
        await index.RemoveAsync(id, cancellationToken);
        await bots.RemoveAsync(bots.RangeAsync(partition, StreamRows.ReportsOf(id), cancellationToken, KeyColumns), cancellationToken);
        await bots.DeleteEntityAsync(partition, StreamRows.Meeting(id), ETag.All, cancellationToken);

        // Remove the last events first, and the rest in one transaction with the head: never leave a bot that has not ended.
        var events = await bots.RangeAsync(partition, $"{StreamRows.EventPrefix}{id}|", cancellationToken, KeyColumns)
            .ToListAsync(cancellationToken);
        await bots.RemoveAsync(events.Skip(MaxEventsWithHead).Reverse().ToAsyncEnumerable(), cancellationToken);
        await bots.RemoveAsync(
            events.Take(MaxEventsWithHead).Append(new TableEntity(partition, StreamRows.Head(id))).ToAsyncEnumerable(),
            cancellationToken
        );
    }

    private static readonly string[] KeyColumns = ["PartitionKey", "RowKey"];

    private static AsyncPageable<TableEntity> Keys(TableClient table, string filter, CancellationToken cancellationToken) =>
        table.QueryAsync<TableEntity>(filter, select: KeyColumns, cancellationToken: cancellationToken);
}
