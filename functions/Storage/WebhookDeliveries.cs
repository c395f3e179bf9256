using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Usher.Bots;
using Usher.Bots.Webhooks;

namespace Usher.Storage;

/// <summary>
/// The table <c>webhookdeliveries</c>. A bot's deliveries are one range of the partition that also holds the bot in the table <c>bots</c>,
/// as are the marks of ended subscriptions of bots.
/// </summary>
internal sealed class WebhookDeliveries(TableClient table)
{
    /// <returns>False if the delivery already exists: the event was dispatched before.</returns>
    public async Task<bool> AddAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        var row = Changes(delivery);
        row["DeliveryId"] = delivery.Id.ToString();
        row["Url"] = delivery.Url;
        row["EventType"] = delivery.EventType;
        row["CreatedAt"] = delivery.CreatedAt;
        row.SetLargeText("Body", delivery.Body);
        try
        {
            await table.AddEntityAsync(row, cancellationToken);
            return true;
        }
        catch (RequestFailedException exists) when (exists.ErrorCode == TableErrorCode.EntityAlreadyExists)
        {
            return false;
        }
    }

    public async Task<WebhookDelivery?> ReadAsync(
        string project,
        BotId bot,
        EventPlace place,
        string subscription,
        CancellationToken cancellationToken
    ) =>
        await table.FindAsync(StreamRows.Partition(project, bot), Row(bot, place, subscription), null, cancellationToken) is { } row
            ? FromRow(project, row)
            : null;

    /// <returns>The delivery as stored; null if another writer, or an earlier attempt of this same request, has changed it.</returns>
    public async Task<WebhookDelivery?> TryUpdateAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await table.UpdateEntityAsync(Changes(delivery), delivery.ETag, TableUpdateMode.Merge, cancellationToken);
            return delivery with { ETag = answer.Headers.ETag!.Value };
        }
        catch (RequestFailedException conflict) when (conflict.Status is 404 or 412)
        {
            return null;
        }
    }

    /// <summary>A bot's deliveries after <paramref name="after"/>, in the order of its events.</summary>
    public async IAsyncEnumerable<WebhookDelivery> OfBotAsync(
        string project,
        BotId bot,
        WebhookDeliveryPlace? after = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var (from, to) = (after is { } place ? Row(bot, place.Event, place.Subscription) : $"{bot}|", $"{bot}}}");
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {StreamRows.Partition(project, bot)} and RowKey gt {from} and RowKey lt {to}"
        );
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            yield return FromRow(project, row);
        }
    }

    /// <summary>A bot's unsettled deliveries.</summary>
    public IAsyncEnumerable<WebhookDelivery> PendingOfBotAsync(string project, BotId bot, CancellationToken cancellationToken)
    {
        var (partition, status) = (StreamRows.Partition(project, bot), WireName.Of(DeliveryStatus.Pending));
        var (from, to) = ($"{bot}|", $"{bot}}}");
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {partition} and RowKey gt {from} and RowKey lt {to} and Status eq {status}"
        );
        return table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).Select(row => FromRow(project, row));
    }

    /// <summary>
    /// A project's deliveries of events from <paramref name="from"/> (inclusive) to <paramref name="to"/> (exclusive). Reads every shard.
    /// </summary>
    public async Task<IReadOnlyList<WebhookDelivery>> BetweenAsync(
        string project,
        DateTimeOffset from,
        DateTimeOffset to,
        DeliveryStatus? status,
        int max,
        CancellationToken cancellationToken
    )
    {
        var shards = await Task.WhenAll(
            Enumerable
                .Range(0, BotId.Shards)
                .Select(async shard =>
                {
                    // A bot created later has no earlier events.
                    var (partition, end) = (StreamRows.Partition(project, shard), BotId.FirstAt(to).ToString());
                    var filter =
                        TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge 'bot_' and RowKey lt {end}")
                        + TableClient.CreateQueryFilter($" and CreatedAt ge {from} and CreatedAt lt {to}")
                        + (status is { } wanted ? TableClient.CreateQueryFilter($" and Status eq {WireName.Of(wanted)}") : "");
                    return await table
                        .QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken)
                        .Take(max)
                        .Select(row => FromRow(project, row))
                        .ToListAsync(cancellationToken);
                })
        );
        return [.. shards.SelectMany(found => found).OrderBy(delivery => delivery.CreatedAt).Take(max)];
    }

    /// <summary>
    /// Whether a delivery to a project's subscription succeeded at <paramref name="from"/> or later, in an attempt that began by <paramref
    /// name="to"/>. Reads every shard.
    /// </summary>
    public async Task<bool> HaveSucceededAsync(
        string project,
        string subscription,
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellationToken
    )
    {
        var (begun, status, end) = (from - WebhookDelivery.LongestAttempt, WireName.Of(DeliveryStatus.Delivered), BotId.FirstAt(to));
        var found = await Task.WhenAll(
            Enumerable
                .Range(0, BotId.Shards)
                .Select(async shard =>
                {
                    var partition = StreamRows.Partition(project, shard);
                    var filter =
                        TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge 'bot_' and RowKey lt {end.ToString()}")
                        + TableClient.CreateQueryFilter($" and Status eq {status} and AttemptAt ge {begun} and AttemptAt le {to}");
                    return await table
                        .QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken)
                        .Select(row => FromRow(project, row))
                        .AnyAsync(
                            delivery =>
                                delivery.Subscription == subscription
                                && delivery.Log[^1] is var last
                                && last.At.AddMilliseconds(last.DurationMs) >= from,
                            cancellationToken
                        );
                })
        );
        return found.Contains(true);
    }

    /// <summary>Records that the receiver of a bot's own subscription accepts no more deliveries.</summary>
    public Task EndAsync(WebhookDelivery delivery, CancellationToken cancellationToken) =>
        table.UpsertEntityAsync(
            new TableEntity(StreamRows.Partition(delivery.Project, delivery.Bot), Ended(delivery)),
            TableUpdateMode.Replace,
            cancellationToken
        );

    public async Task<bool> HasEndedAsync(WebhookDelivery delivery, CancellationToken cancellationToken) =>
        await table.FindAsync(StreamRows.Partition(delivery.Project, delivery.Bot), Ended(delivery), ["RowKey"], cancellationToken)
            is not null;

    private static string Ended(WebhookDelivery delivery) => $"ended|{delivery.Bot}|{delivery.Subscription}";

    private static string Row(BotId bot, EventPlace place, string subscription) => $"{bot}|{place}|{subscription}";

    /// <summary>The columns that an attempt changes; a merge leaves the rest of the row.</summary>
    private static TableEntity Changes(WebhookDelivery delivery) =>
        new TableEntity(StreamRows.Partition(delivery.Project, delivery.Bot), Row(delivery.Bot, delivery.Place, delivery.Subscription))
        {
            ["Status"] = WireName.Of(delivery.Status),
            ["Attempts"] = delivery.Attempts,
            ["EarlierAttempts"] = delivery.EarlierAttempts,
            ["IsUnderWay"] = delivery.IsUnderWay,
            ["AttemptAt"] = delivery.AttemptAt,
            ["NextAttemptAt"] = delivery.NextAttemptAt,
            ["Log"] = JsonSerializer.Serialize(delivery.Log, StorageJson.Default.ImmutableArrayDeliveryAttempt),
        }.WithoutNulls();

    private static WebhookDelivery FromRow(string project, TableEntity row)
    {
        var key = row.RowKey.Split('|');
        var place = EventPlace.Parse(key[1])!.Value;
        return new WebhookDelivery
        {
            Project = project,
            Bot = BotId.Parse(key[0]),
            Sequence = place.Sequence,
            IsOfMeeting = place.IsOfMeeting,
            Subscription = key[2],
            Url = row.GetString("Url")!,
            EventType = row.GetString("EventType")!,
            Body = row.GetLargeText("Body")!,
            CreatedAt = row.GetDateTimeOffset("CreatedAt")!.Value,
            Status = WireName.Parse<DeliveryStatus>(row.GetString("Status")!)!.Value,
            Attempts = row.GetInt32("Attempts")!.Value,
            EarlierAttempts = row.GetInt32("EarlierAttempts")!.Value,
            IsUnderWay = row.GetBoolean("IsUnderWay")!.Value,
            AttemptAt = row.GetDateTimeOffset("AttemptAt"),
            NextAttemptAt = row.GetDateTimeOffset("NextAttemptAt"),
            Log = JsonSerializer.Deserialize(row.GetString("Log")!, StorageJson.Default.ImmutableArrayDeliveryAttempt),
            ETag = row.ETag,
        };
    }
}
