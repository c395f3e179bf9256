using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>
/// Every event of a project's bots, each once, in order for each bot. The transaction of an event leaves a copy of it among the unnumbered;
/// whoever reads the feed numbers what lies there, shard by shard, and numbers are what a place in the feed is made of. So an event that
/// commits late gets a later number, and no clock is asked.
/// </summary>
internal sealed class EventFeed(TableClient table)
{
    private const int MaxRounds = 6;

    /// <summary>A delete and two inserts for each, and the last number: a transaction holds 100 operations.</summary>
    private const int NumberedAtOnce = 33;

    /// <summary>And 4 MiB; what is not text in a row, and around it, takes no more than <see cref="BytesAroundText"/>.</summary>
    private const int NumberedBytes = 3 * 1024 * 1024;
    private const int BytesAroundText = 4096;

    /// <summary>What the rounds of one request number.</summary>
    private const int CaughtUp = NumberedAtOnce * (MaxRounds - 1);

    /// <summary>
    /// The first <paramref name="count"/> events behind <paramref name="after"/>, those of different shards by time, and the place behind
    /// them.
    /// </summary>
    public async Task<(IReadOnlyList<FedEvent> Events, FeedPlace Next)> AfterAsync(
        string project,
        FeedPlace after,
        int count,
        CancellationToken cancellationToken
    )
    {
        var shards = await Task.WhenAll(
            Enumerable
                .Range(0, BotId.Shards)
                .Select(async shard => new Queue<TableEntity>(
                    await ShardAsync(StreamRows.Partition(project, shard), after[shard], count, cancellationToken)
                ))
        );

        // Only the next of each shard is compared, so that none overtakes another of its shard.
        List<FedEvent> events = [];
        var next = after;
        while (events.Count < count && shards.Where(queue => queue.Count > 0).MinBy(queue => FedEvent.Time(queue.Peek())) is { } earliest)
        {
            var row = earliest.Dequeue();
            events.Add(FedEvent.FromRow(row));
            next = next.With(Array.IndexOf(shards, earliest), StreamRows.FedNumber(row.RowKey));
        }

        return (events, next);
    }

    /// <summary>
    /// The place behind everything that has happened, for whoever wants to know what happens from now on. What nobody has read yet is
    /// numbered for that; of a feed that is further behind than <see cref="CaughtUp"/> events in a shard, the rest comes after this place.
    /// </summary>
    public async Task<FeedPlace> EndAsync(string project, CancellationToken cancellationToken)
    {
        var ends = await Task.WhenAll(
            Enumerable
                .Range(0, BotId.Shards)
                .Select(async shard =>
                {
                    var partition = StreamRows.Partition(project, shard);
                    var mark = await table.FindAsync(partition, StreamRows.LastFed, cancellationToken: cancellationToken);
                    var last = mark?.GetInt64("Number") ?? 0;
                    return last + (await ShardAsync(partition, last, CaughtUp, cancellationToken)).Count;
                })
        );
        return ends.Index().Aggregate(FeedPlace.Start, (place, end) => place.With(end.Index, end.Item));
    }

    private async Task<IReadOnlyList<TableEntity>> ShardAsync(string partition, long after, int count, CancellationToken cancellationToken)
    {
        for (var round = 1; ; round++)
        {
            // In the order of their keys: what is numbered, the last number, what is not numbered yet.
            var filter = TableClient.CreateQueryFilter(
                $"PartitionKey eq {partition} and RowKey gt {StreamRows.Fed(after)} and RowKey lt {StreamRows.FeedEnd}"
            );
            var rows = await table
                .QueryAsync<TableEntity>(filter, maxPerPage: count + 1, cancellationToken: cancellationToken)
                .Take(count + 1)
                .ToListAsync(cancellationToken);

            // The oldest go when they are old enough: then those behind them are the first.
            var first = rows.Count > 0 && StreamRows.IsFed(rows[0].RowKey) ? StreamRows.FedNumber(rows[0].RowKey) : after + 1;
            var numbered = rows.TakeWhile((row, index) => row.RowKey == StreamRows.Fed(first + index)).Take(count).ToList();
            var unnumbered = rows.FindAll(row => StreamRows.IsUnnumbered(row.RowKey));
            if (numbered.Count == count || unnumbered.Count == 0 || round == MaxRounds)
            {
                return numbered;
            }

            await NumberAsync(partition, rows.Find(row => row.RowKey == StreamRows.LastFed), unnumbered, cancellationToken);
        }
    }

    /// <summary>All of it or nothing. Where another reader was faster, it has done the same.</summary>
    private async Task NumberAsync(string partition, TableEntity? last, List<TableEntity> unnumbered, CancellationToken cancellationToken)
    {
        var number = last?.GetInt64("Number") ?? 0;
        List<TableTransactionAction> actions = [];
        foreach (var row in ByTime(WhatFits(unnumbered)))
        {
            var fed = row.Copy();
            fed.RowKey = StreamRows.Fed(++number);
            var pointer = new TableEntity(partition, StreamRows.FedPointer(FedEvent.Bot(row), row.GetInt32("Sequence")!.Value))
            {
                ["Number"] = number,
            };
            actions.Add(new TableTransactionAction(TableTransactionActionType.Add, fed));
            actions.Add(new TableTransactionAction(TableTransactionActionType.UpsertReplace, pointer));

            // As it was read and no other: what has been erased meanwhile must not come back.
            actions.Add(new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(partition, row.RowKey), row.ETag));
        }

        var mark = new TableEntity(partition, StreamRows.LastFed) { ["Number"] = number };
        actions.Insert(
            0,
            last is null
                ? new TableTransactionAction(TableTransactionActionType.Add, mark)
                : new TableTransactionAction(TableTransactionActionType.UpdateReplace, mark, last.ETag)
        );
        try
        {
            await table.SubmitTransactionAsync(actions, cancellationToken);
        }
        catch (TableTransactionFailedException conflict)
            when (conflict.Status is 404 or 409 or 412 && conflict.ErrorCode != TableErrorCode.TableNotFound)
        {
            // Read again: what was to be numbered is.
        }
    }

    private static IEnumerable<TableEntity> WhatFits(List<TableEntity> rows)
    {
        var bytes = 0;
        return rows.Take(NumberedAtOnce)
            .TakeWhile(row =>
                (bytes += BytesAroundText + row.Columns().Select(column => column.Value).OfType<string>().Sum(StoredSize.Of))
                <= NumberedBytes
            );
    }

    /// <summary>By time, but none before an earlier one of its bot, whatever the clocks of those who wrote them said.</summary>
    private static IEnumerable<TableEntity> ByTime(IEnumerable<TableEntity> byBotAndSequence)
    {
        List<(TableEntity Row, string Bot, DateTimeOffset At)> timed = [];
        foreach (var row in byBotAndSequence)
        {
            var (bot, at) = (FedEvent.Bot(row), FedEvent.Time(row));
            timed.Add((row, bot, timed.Count > 0 && timed[^1].Bot == bot && timed[^1].At > at ? timed[^1].At : at));
        }

        return timed.OrderBy(entry => entry.At).Select(entry => entry.Row);
    }
}
