using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>
/// Every event of a project's bots exactly once, in order per bot. An event's transaction adds an unnumbered copy; readers number the
/// copies shard by shard, and a feed position consists of those numbers. So an event that commits late gets a later number, and clocks play
/// no part. A batch of meeting events leaves one row that refers to them and takes as many numbers as it has events.
/// </summary>
internal sealed class EventFeed(TableClient table, FeedMeetingEvents meetings)
{
    private const int MaxRounds = 6;

    /// <summary>Erased events leave gaps on a page; this many attempts are made to fill it.</summary>
    private const int MaxFillings = 10;

    /// <summary>A delete and two inserts per event plus the last number: a transaction holds 100 operations.</summary>
    private const int NumberedAtOnce = 33;

    /// <summary>A transaction also holds at most 4 MiB; apart from its text, a row takes at most <see cref="BytesAroundText"/>.</summary>
    private const int NumberedBytes = 3 * 1024 * 1024;
    private const int BytesAroundText = 4096;

    /// <summary>How many events the rounds of one request number.</summary>
    private const int CaughtUp = NumberedAtOnce * (MaxRounds - 1);

    /// <summary>
    /// The first <paramref name="count"/> events after <paramref name="after"/>, those of different shards by time, and the position behind
    /// them.
    /// </summary>
    public async Task<FeedPage> AfterAsync(string project, FeedPlace after, int count, CancellationToken cancellationToken)
    {
        List<FeedEvent> events = [];
        var next = after;
        for (var filling = 1; ; filling++)
        {
            (var entries, next, var isLast) = await EntriesAsync(project, next, count - events.Count, cancellationToken);
            events.AddRange(await EventsAsync(project, entries, cancellationToken));
            if (isLast || events.Count == count || filling == MaxFillings)
            {
                return new FeedPage(events, next) { IsLast = isLast };
            }
        }
    }

    private async Task<(List<FeedEntry> Entries, FeedPlace Next, bool IsLast)> EntriesAsync(
        string project,
        FeedPlace after,
        int count,
        CancellationToken cancellationToken
    )
    {
        var shards = await Task.WhenAll(
            Enumerable
                .Range(0, BotId.Shards)
                .Select(shard => ShardAsync(StreamRows.Partition(project, shard), after[shard], count, count, cancellationToken))
        );
        var queues = shards
            .Select((shard, index) => new Queue<FeedEntry>(shard.Rows.SelectMany(row => FeedEntry.Of(row, after[index])).Take(count)))
            .ToArray();

        // Compare only the next event of each shard, so that none overtakes another of its shard.
        List<FeedEntry> entries = [];
        var next = after;
        while (entries.Count < count && queues.Where(queue => queue.Count > 0).MinBy(queue => queue.Peek().At) is { } earliest)
        {
            var entry = earliest.Dequeue();
            entries.Add(entry);
            next = next.With(Array.IndexOf(queues, earliest), entry.Number);
        }

        return (entries, next, entries.Count < count && Array.TrueForAll(shards, shard => shard.IsAll));
    }

    /// <summary>The events that the entries refer to; erased events are skipped.</summary>
    private async Task<IEnumerable<FeedEvent>> EventsAsync(string project, List<FeedEntry> entries, CancellationToken cancellationToken)
    {
        var read = entries.ConvertAll(entry => (Entry: entry, Batch: FeedBatch.FromRow(entry.Row)));
        var ofMeetings = await meetings.ReadAsync(
            project,
            read.Where(one => one.Batch is not null).Select(one => (one.Batch!, one.Entry.Sequence(one.Batch!))),
            cancellationToken
        );
        return read.Select(one =>
                one.Batch is not { } batch
                    ? FeedEvent.FromRow(one.Entry.Row)
                    : ofMeetings.GetValueOrDefault((batch.BotId, one.Entry.Sequence(batch)))
            )
            .OfType<FeedEvent>();
    }

    /// <summary>
    /// The position after everything that has happened, for clients that only want new events. Unread events are numbered for this; if a
    /// shard is more than <see cref="CaughtUp"/> events behind, the rest comes after this position.
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
                    var (rows, _) = await ShardAsync(partition, last, CaughtUp, long.MaxValue, cancellationToken);
                    return rows.Count > 0 ? FeedEntry.Last(rows[^1]) : last;
                })
        );
        return ends.Index().Aggregate(FeedPlace.Start, (place, end) => place.With(end.Index, end.Item));
    }

    /// <summary>Numbered rows, up to a number of rows or of events.</summary>
    /// <returns>The rows, and whether there are no more.</returns>
    private async Task<(IReadOnlyList<TableEntity> Rows, bool IsAll)> ShardAsync(
        string partition,
        long after,
        int maxRows,
        long maxNumbers,
        CancellationToken cancellationToken
    )
    {
        for (var round = 1; ; round++)
        {
            // In key order: numbered rows, the last number, unnumbered rows.
            var filter = TableClient.CreateQueryFilter(
                $"PartitionKey eq {partition} and RowKey gt {StreamRows.Fed(after)} and RowKey lt {StreamRows.FeedEnd}"
            );
            var rows = await table
                .QueryAsync<TableEntity>(filter, maxPerPage: maxRows + 1, cancellationToken: cancellationToken)
                .Take(maxRows + 1)
                .ToListAsync(cancellationToken);
            var numbered = Numbered(rows).ToList();
            var numbers = numbered.Count > 0 ? FeedEntry.Last(numbered[^1]) - Math.Max(after, FeedEntry.First(numbered[0]) - 1) : 0;
            var unnumbered = rows.FindAll(row => StreamRows.IsUnnumbered(row.RowKey));
            if (numbered.Count >= maxRows || numbers >= maxNumbers || unnumbered.Count == 0 || round == MaxRounds)
            {
                return (numbered, unnumbered.Count == 0);
            }

            await NumberAsync(partition, rows.Find(row => row.RowKey == StreamRows.LastFed), unnumbered, cancellationToken);
        }
    }

    /// <summary>The rows without a gap between them. Retention may remove the oldest; the feed then starts after them.</summary>
    private static IEnumerable<TableEntity> Numbered(IEnumerable<TableEntity> rows)
    {
        TableEntity? before = null;
        foreach (var row in rows.TakeWhile(row => StreamRows.IsFed(row.RowKey)))
        {
            if (before is not null && FeedEntry.First(row) != FeedEntry.Last(before) + 1)
            {
                yield break;
            }

            yield return before = row;
        }
    }

    /// <summary>Numbers all rows or none. If another reader was faster, it has done the same.</summary>
    private async Task NumberAsync(string partition, TableEntity? last, List<TableEntity> unnumbered, CancellationToken cancellationToken)
    {
        var number = last?.GetInt64("Number") ?? 0;
        List<TableTransactionAction> actions = [];
        foreach (var row in ByTime(WhatFits(unnumbered)))
        {
            var fed = row.Copy();
            number += FeedBatch.FromRow(row)?.Count ?? 1;
            fed.RowKey = StreamRows.Fed(number);
            actions.Add(new TableTransactionAction(TableTransactionActionType.Add, fed));
            if (row.GetInt32("Sequence") is { } sequence)
            {
                var pointer = new TableEntity(partition, StreamRows.FedPointer(FeedEvent.Bot(row), sequence)) { ["Number"] = number };
                actions.Add(new TableTransactionAction(TableTransactionActionType.UpsertReplace, pointer));
            }

            // Delete only the version that was read: what has been erased in the meantime must not come back.
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
            // Another reader has numbered them: read again.
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

    /// <summary>By time, but never before an earlier row of the same stream, whatever the writers' clocks said.</summary>
    private static IEnumerable<TableEntity> ByTime(IEnumerable<TableEntity> byStreamAndSequence)
    {
        List<(TableEntity Row, (string, bool) Stream, DateTimeOffset At)> timed = [];
        foreach (var row in byStreamAndSequence)
        {
            var (stream, at) = ((FeedEvent.Bot(row), FeedBatch.FromRow(row) is null), FeedEvent.Time(row));
            timed.Add((row, stream, timed.Count > 0 && timed[^1].Stream == stream && timed[^1].At > at ? timed[^1].At : at));
        }

        return timed.OrderBy(entry => entry.At).Select(entry => entry.Row);
    }
}
