using Azure.Data.Tables;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>
/// Lists a project's bots by id, which is the order of creation: the 16 shards are read in parallel and merged. A position in the list is
/// an id, so bots that are created or deleted in the meantime shift nothing.
/// </summary>
internal sealed class BotListing(TableClient table)
{
    private const int MaxStatesInQuery = 5;

    /// <summary>The first <paramref name="count"/> bots after <paramref name="after"/>; null for the start.</summary>
    public async Task<IReadOnlyList<Bot>> AfterAsync(
        string project,
        BotFilter filter,
        BotListPlace? after,
        int count,
        CancellationToken cancellationToken
    )
    {
        var range = TableClient.CreateQueryFilter($"RowKey ge {after?.RowKey ?? "head|"} and RowKey lt 'head}}'");
        var shards = await Task.WhenAll(
            Enumerable.Range(0, BotId.Shards).Select(shard => ShardAsync(project, shard, filter, range, count, cancellationToken))
        );
        return [.. shards.SelectMany(bots => bots).OrderBy(bot => bot.Id.ToString(), StringComparer.Ordinal).Take(count)];
    }

    /// <summary>
    /// The last <paramref name="count"/> bots before <paramref name="before"/>, oldest first. Tables cannot be read backwards, so this
    /// reads growing time windows before that id until there are enough.
    /// </summary>
    public async Task<IReadOnlyList<Bot>> BeforeAsync(
        string project,
        BotFilter filter,
        BotListPlace before,
        int count,
        CancellationToken cancellationToken
    )
    {
        List<Bot> found = [];
        var end = before.RowKey;
        for (var window = TimeSpan.FromMinutes(1); found.Count < count; window *= 4)
        {
            var start = StreamRows.Head(BotId.FirstAt(before.Id.CreatedAt - window));
            var range = TableClient.CreateQueryFilter($"RowKey ge {start} and RowKey lt {end}");
            var shards = await Task.WhenAll(
                Enumerable
                    .Range(0, BotId.Shards)
                    .Select(shard => ShardAsync(project, shard, filter, range, int.MaxValue, cancellationToken))
            );
            found = [.. shards.SelectMany(bots => bots).OrderBy(bot => bot.Id.ToString(), StringComparer.Ordinal), .. found];
            if (before.Id.CreatedAt - window <= BotId.Epoch)
            {
                break;
            }

            end = start;
        }

        return [.. found.TakeLast(count)];
    }

    private async Task<List<Bot>> ShardAsync(
        string project,
        int shard,
        BotFilter filter,
        string range,
        int count,
        CancellationToken cancellationToken
    )
    {
        var partition = TableClient.CreateQueryFilter($"PartitionKey eq {StreamRows.Partition(project, shard)}");
        var query = $"{partition} and {range} and State ne 'deleted'{Conditions(filter)}";
        List<Bot> bots = [];
        await foreach (
            var row in table.QueryAsync<TableEntity>(query, maxPerPage: Math.Min(count, 1000), cancellationToken: cancellationToken)
        )
        {
            var bot = BotStore.Snapshot(row);
            if (filter.Matches(bot))
            {
                bots.Add(bot);
                if (bots.Count == count)
                {
                    break;
                }
            }
        }

        return bots;
    }

    /// <summary>Narrows down the query; <see cref="BotFilter.Matches"/> decides.</summary>
    private static string Conditions(BotFilter filter) =>
        string.Concat([
            filter.States.Count is > 0 and <= MaxStatesInQuery
                ? $" and ({string.Join(" or ", filter.States.Select(state => TableClient.CreateQueryFilter($"State eq {state.Name}")))})"
                : "",
            filter.MeetingUrl is { } url ? TableClient.CreateQueryFilter($" and MeetingUrl eq {url}") : "",
            filter.DeduplicationKey is { } key ? TableClient.CreateQueryFilter($" and DeduplicationKey eq {key}") : "",
            filter.JoinAtAfter is { } after ? TableClient.CreateQueryFilter($" and JoinAt ge {after}") : "",
            filter.JoinAtBefore is { } before ? TableClient.CreateQueryFilter($" and JoinAt le {before}") : "",
        ]);
}
