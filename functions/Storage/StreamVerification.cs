using System.Text.Json;
using System.Text.Json.Nodes;
using Azure;
using Azure.Data.Tables;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>A bot whose projection is not the fold of its events.</summary>
/// <param name="What">What differs, by the names of the projection's columns and fields; <c>head</c> where there is none, <c>events</c> where there are none.</param>
internal sealed record StreamDifference(BotId Bot, IReadOnlyList<string> What, bool IsRepaired);

/// <summary>
/// Proves the projections of a project: every stream is folded and compared with its head, whoever writes meanwhile.
/// Repaired is the head alone: events are never touched.
/// </summary>
internal sealed class StreamVerification(BotStore store, TableClient table)
{
    private const int MaxRaces = 5;

    /// <returns>How many bots there are, and those whose projection differs.</returns>
    public async Task<(int Bots, IReadOnlyList<StreamDifference> Differences)> VerifyAsync(string project, bool repair, CancellationToken cancellationToken)
    {
        var shards = await Task.WhenAll(Enumerable.Range(0, BotId.Shards).Select(async shard =>
        {
            var ids = await IdsAsync(StreamRows.Partition(project, shard), cancellationToken);
            List<StreamDifference> found = [];
            foreach (var id in ids)
            {
                found.AddRange(await CheckAsync(project, id, repair, cancellationToken) is { } difference ? [difference] : []);
            }

            return (Bots: ids.Count, Differences: found);
        }));
        return (shards.Sum(shard => shard.Bots), [.. shards.SelectMany(shard => shard.Differences).OrderBy(difference => difference.Bot.ToString(), StringComparer.Ordinal)]);
    }

    /// <summary>Whatever has an event or a head.</summary>
    private async Task<IReadOnlyCollection<BotId>> IdsAsync(string partition, CancellationToken cancellationToken)
    {
        HashSet<BotId> ids = [];
        foreach (var prefix in (string[])[StreamRows.EventPrefix, StreamRows.HeadPrefix])
        {
            // The prefixes end in |, and } is the character behind it.
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {prefix} and RowKey lt {prefix[..^1] + "}"}");
            await foreach (var row in table.QueryAsync<TableEntity>(filter, select: ["RowKey", "Type"], cancellationToken: cancellationToken))
            {
                if (row.GetString("Type") != StoredEvents.Void)
                {
                    ids.Add(BotId.Parse(row.RowKey.Split('|')[1]));
                }
            }
        }

        return ids;
    }

    /// <returns>Null where head and events agree.</returns>
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

            // Events never change, so a head is right where it agrees with the events it counts and has moved on if there are more.
            var counted = head?.GetInt32("Version") is { } version and > 0 && version < events.Count ? events[..version] : events;
            var isBehind = counted.Count < events.Count && (await HeadAsync(project, id, cancellationToken))?.ETag == head?.ETag;
            var what = Differences(head, Row(id, isBehind ? events : counted));
            if (what.Count == 0)
            {
                return null;
            }

            difference = new StreamDifference(id, what, IsRepaired: repair);
            if (!repair || await TryRepairAsync(Row(id, events), head?.ETag, cancellationToken))
            {
                return difference;
            }
        }

        return difference is null ? null : difference with { IsRepaired = false };
    }

    private static TableEntity Row(BotId id, List<StoredEvent> events) => BotTransaction.Head(Bot.Fold(id, events.Select(stored => stored.Event)), events[^1].Commit);

    private Task<TableEntity?> HeadAsync(string project, BotId id, CancellationToken cancellationToken) =>
        table.FindAsync(StreamRows.Partition(project, id), StreamRows.Head(id), null, cancellationToken);

    private async Task<bool> TryRepairAsync(TableEntity row, ETag? etag, CancellationToken cancellationToken)
    {
        try
        {
            await (etag is { } expected
                ? table.UpdateEntityAsync(row, expected, TableUpdateMode.Replace, cancellationToken)
                : table.AddEntityAsync(row, cancellationToken));
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

        // The fence's mark is nobody's event.
        var columns = head.Columns().Union(expected.Columns()).Select(column => column.Key)
            .Where(name => !name.StartsWith(Snapshot, StringComparison.Ordinal) && name != "FencedAt" && !Equals(head[name], expected[name]));
        var (present, should) = (Fields(head), Fields(expected));
        var fields = present.Select(field => field.Key).Union(should.Select(field => field.Key)).Where(name => !JsonNode.DeepEquals(present[name], should[name]));
        return [.. columns.Concat(fields).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>Of a snapshot that is no JSON: none.</summary>
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
