using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure;
using Azure.Data.Tables;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>
/// Verifies a project's projections: it folds every stream and compares the result with its head, even while others write. Only heads are
/// repaired; events must never be changed.
/// </summary>
internal sealed class StreamVerification(BotStore store, TableClient table)
{
    private const int MaxRaces = 5;

    /// <summary>Bots of a shard per call, which takes seconds.</summary>
    private const int PageSize = 200;

    private const int AtOnce = 4;

    /// <summary>Verifies all streams, with all partitions in parallel.</summary>
    /// <param name="tell">Called with the number of bots after each page.</param>
    /// <returns>The number of bots, and those whose projection differs.</returns>
    public async Task<(int Bots, IReadOnlyList<StreamDifference> Differences)> VerifyAsync(
        string project,
        bool repair,
        Action<int>? tell,
        CancellationToken cancellationToken
    )
    {
        var shards = await Task.WhenAll(
            Enumerable
                .Range(0, BotId.Shards)
                .Select(async shard =>
                {
                    List<VerifiedStreams> pages = [];
                    do
                    {
                        pages.Add(await VerifyAsync(project, shard, pages.LastOrDefault()?.Next, repair, cancellationToken));
                        tell?.Invoke(pages[^1].Bots);
                    } while (pages[^1].Next is not null);
                    return pages;
                })
        );
        var all = shards.SelectMany(pages => pages).ToList();
        return (
            all.Sum(page => page.Bots),
            [.. all.SelectMany(page => page.Differences).OrderBy(one => one.Bot.ToString(), StringComparer.Ordinal)]
        );
    }

    /// <summary>Verifies the next bots of a shard.</summary>
    /// <param name="after">The bot to continue after; null to start with the first.</param>
    public async Task<VerifiedStreams> VerifyAsync(
        string project,
        int shard,
        BotId? after,
        bool repair,
        CancellationToken cancellationToken
    )
    {
        var partition = StreamRows.Partition(project, shard);
        var (ofEvents, ofHeads) = (
            await IdsAsync(partition, StreamRows.EventPrefix, after, cancellationToken),
            await IdsAsync(partition, StreamRows.HeadPrefix, after, cancellationToken)
        );
        var all = ofEvents.Union(ofHeads).Order(StringComparer.Ordinal).ToList();
        var page = all.Take(PageSize).Select(BotId.Parse).ToList();
        ConcurrentBag<StreamDifference> differences = [];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            page,
            options,
            async (id, token) =>
            {
                if (await CheckOrTellAsync(project, id, repair, token) is { } difference)
                {
                    differences.Add(difference);
                }
            }
        );

        // There is more if either query was cut off or both together exceed a page.
        var isAll = page.Count == all.Count && ofEvents.Count < PageSize && ofHeads.Count < PageSize;
        return new VerifiedStreams(page.Count, [.. differences], isAll ? null : page[^1]);
    }

    /// <summary>The first bots after <paramref name="after"/> that have a row of this kind, at most a page.</summary>
    private async Task<HashSet<string>> IdsAsync(string partition, string prefix, BotId? after, CancellationToken cancellationToken)
    {
        // The prefixes end in |, and } is the next character.
        var (first, last) = (after is { } id ? $"{prefix}{id}}}" : prefix, prefix[..^1] + "}");
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {first} and RowKey lt {last}");
        HashSet<string> ids = new(StringComparer.Ordinal);
        await foreach (var row in table.QueryAsync<TableEntity>(filter, select: ["RowKey", "Type"], cancellationToken: cancellationToken))
        {
            if (row.GetString("Type") != StoredEvents.Void && ids.Add(row.RowKey.Split('|')[1]) && ids.Count == PageSize)
            {
                break;
            }
        }

        return ids;
    }

    /// <summary>Reports unreadable events like missing ones, so that they do not end the verification of other bots.</summary>
    private async Task<StreamDifference?> CheckOrTellAsync(string project, BotId id, bool repair, CancellationToken cancellationToken)
    {
        try
        {
            return await CheckAsync(project, id, repair, cancellationToken);
        }
        catch (Exception exception) when (!StorageFailure.IsAny(exception))
        {
            return new StreamDifference(id, ["events"], IsRepaired: false);
        }
    }

    /// <returns>Null if head and events agree.</returns>
    private async Task<StreamDifference?> CheckAsync(string project, BotId id, bool repair, CancellationToken cancellationToken)
    {
        StreamDifference? difference = null;
        for (var race = 0; race < MaxRaces; race++)
        {
            var head = await HeadAsync(project, id, cancellationToken);
            var events = await store.EventsAsync(project, id, cancellationToken: cancellationToken).ToListAsync(cancellationToken);
            if (events.Count == 0)
            {
                return head is null ? null : new StreamDifference(id, ["events"], IsRepaired: false);
            }

            // Events are only ever added, so a head is valid if it matches the events it counts; more events mean that it has advanced
            // since.
            var counted = head?.GetInt32("Version") is { } version and > 0 && version < events.Count ? events[..version] : events;
            var isBehind = counted.Count < events.Count && (await HeadAsync(project, id, cancellationToken))?.ETag == head?.ETag;
            var what = Differences(head, Row(id, isBehind ? events : counted));
            if (what.Count == 0)
            {
                return null;
            }

            if ((await HeadAsync(project, id, cancellationToken))?.ETag != head?.ETag)
            {
                // Both have changed in the meantime, as when a bot's data is deleted.
                continue;
            }

            difference = new StreamDifference(id, what, IsRepaired: repair);
            if (!repair || await TryRepairAsync(Row(id, events), head?.ETag, cancellationToken))
            {
                return difference;
            }
        }

        return difference is null ? null : difference with { IsRepaired = false };
    }

    private static TableEntity Row(BotId id, List<StoredEvent> events) =>
        BotTransaction.Head(Bot.Fold(id, events.Select(stored => stored.Event)), events[^1].Commit);

    private Task<TableEntity?> HeadAsync(string project, BotId id, CancellationToken cancellationToken) =>
        table.FindAsync(StreamRows.Partition(project, id), StreamRows.Head(id), null, cancellationToken);

    private async Task<bool> TryRepairAsync(TableEntity row, ETag? etag, CancellationToken cancellationToken)
    {
        try
        {
            await (
                etag is { } expected
                    ? table.UpdateEntityAsync(row, expected, TableUpdateMode.Replace, cancellationToken)
                    : table.AddEntityAsync(row, cancellationToken)
            );
            return true;
        }
        catch (RequestFailedException conflict) when (conflict.Status is 409 or 412)
        {
            return false;
        }
    }

    private static List<string> Differences(TableEntity? head, TableEntity expected)
    {
        if (head is null)
        {
            return ["head"];
        }

        // A fence leaves FencedAt without an event.
        var columns = head.Columns()
            .Union(expected.Columns())
            .Select(column => column.Key)
            .Where(name =>
                !name.StartsWith(Snapshot, StringComparison.Ordinal) && name != "FencedAt" && !Equals(head[name], expected[name])
            );
        var (present, should) = (Fields(head), Fields(expected));
        var fields = present
            .Select(field => field.Key)
            .Union(should.Select(field => field.Key))
            .Where(name => !JsonNode.DeepEquals(present[name], should[name]));
        return [.. columns.Concat(fields).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>Empty if the snapshot is not JSON.</summary>
    private static JsonObject Fields(TableEntity head)
    {
        try
        {
            return JsonNode.Parse(head.GetLargeText(Snapshot) ?? "{}") as JsonObject ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private const string Snapshot = "Snapshot";
}
