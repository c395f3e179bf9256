using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Usher.Bots;
using Usher.Bots.Webhooks;

namespace Usher.Storage;

/// <summary>
/// The deliveries held for paused subscriptions: one partition per subscription in the table <c>webhookdeliveries</c>, in the order of the
/// events. Each row refers to a delivery; a surplus row is harmless.
/// </summary>
internal sealed class HeldDeliveries(TableClient table)
{
    public Task AddAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        var row = string.Create(CultureInfo.InvariantCulture, $"{delivery.CreatedAt.UtcTicks:D19}|{delivery.Bot}|{delivery.Place}");
        return table.UpsertEntityAsync(
            new TableEntity(Partition(delivery.Project, delivery.Subscription), row),
            TableUpdateMode.Replace,
            cancellationToken
        );
    }

    public async IAsyncEnumerable<HeldDelivery> OfAsync(
        string project,
        string subscription,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(project, subscription)}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            var parts = row.RowKey.Split('|');
            yield return new HeldDelivery(BotId.Parse(parts[1]), EventPlace.Parse(parts[2])!.Value, row.RowKey, row.ETag);
        }
    }

    /// <summary>Keeps a row that has been written again since it was read.</summary>
    public async Task RemoveAsync(string project, string subscription, HeldDelivery held, CancellationToken cancellationToken)
    {
        try
        {
            await table.DeleteEntityAsync(Partition(project, subscription), held.Row, held.ETag, cancellationToken);
        }
        catch (RequestFailedException changed) when (changed.Status == 412)
        {
            // The row stays.
        }
    }

    private static string Partition(string project, string subscription) => $"held|{project}|{subscription}";
}
