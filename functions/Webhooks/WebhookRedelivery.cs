using Usher.Bots.Webhooks;
using Usher.Storage;

namespace Usher.Webhooks;

/// <summary>Redelivers webhooks: the same body under the same id, with the retry schedule restarted.</summary>
internal sealed class WebhookRedelivery(WebhookDeliveries deliveries, WatchedBots watched, BotQueues queues, TimeProvider clock)
{
    /// <summary>The most deliveries that one request redelivers.</summary>
    public const int MaxAtOnce = 1000;

    /// <summary>Storage requests in parallel.</summary>
    private const int Parallel = 8;

    /// <returns>False if an attempt is in progress or another writer has just changed the delivery.</returns>
    public async Task<bool> RedeliverAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        if (DeliveryStep.Next(delivery, delivery.Attempts, clock.GetUtcNow()) is not DeliveryStep.Attempt again)
        {
            return false;
        }

        // The message alone causes the redelivery; the record only shows it. Send first, so that the record never shows a redelivery that
        // does not happen.
        await watched.AddAsync(delivery.Project, delivery.Bot, cancellationToken);
        await queues.Webhooks.SendAsync(WebhookMessage.Deliver.Again(delivery).ToJson(), delay: null, cancellationToken);
        return await deliveries.TryUpdateAsync(again.Delivery, cancellationToken) is not null
            || (
                await deliveries.ReadAsync(delivery.Project, delivery.Bot, delivery.Place, delivery.Subscription, cancellationToken)
            )?.EarlierAttempts == delivery.Attempts;
    }

    /// <returns>The number of deliveries sent again; null, and none sent, if there are more than <see cref="MaxAtOnce"/>.</returns>
    public async Task<int?> RedeliverAsync(
        string project,
        DateTimeOffset from,
        DateTimeOffset to,
        DeliveryStatus? status,
        CancellationToken cancellationToken
    )
    {
        var found = await deliveries.BetweenAsync(project, from, to, status, MaxAtOnce + 1, cancellationToken);
        if (found.Count > MaxAtOnce)
        {
            return null;
        }

        var count = 0;
        await System.Threading.Tasks.Parallel.ForEachAsync(
            found,
            new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken },
            async (delivery, token) =>
            {
                if (await RedeliverAsync(delivery, token))
                {
                    Interlocked.Increment(ref count);
                }
            }
        );
        return count;
    }
}
