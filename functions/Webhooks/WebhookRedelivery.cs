using Usher.Bots.Webhooks;
using Usher.Storage;

namespace Usher.Webhooks;

/// <summary>Has deliveries sent again: the same body under the same id, the retry schedule from its beginning.</summary>
internal sealed class WebhookRedelivery(WebhookDeliveries deliveries, WatchedBots watched, BotQueues queues, TimeProvider clock)
{
    /// <summary>So many at the most in one request.</summary>
    public const int MaxAtOnce = 1000;

    /// <summary>Messages under way to storage at the same time.</summary>
    private const int Parallel = 8;

    /// <returns>False where an attempt is being made at this moment, or somebody else has just changed the delivery.</returns>
    public async Task<bool> RedeliverAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        if (DeliveryStep.Next(delivery, delivery.Attempts, clock.GetUtcNow()) is not DeliveryStep.Attempt again)
        {
            return false;
        }

        // The message alone has it sent again; the record only shows it from now on. Ahead of the record, so that what is shown is to come.
        await watched.AddAsync(delivery.Project, delivery.Bot, cancellationToken);
        await queues.Webhooks.SendAsync(WebhookMessage.Deliver.Again(delivery).ToJson(), delay: null, cancellationToken);
        return await deliveries.TryUpdateAsync(again.Delivery, cancellationToken) is not null
            || (
                await deliveries.ReadAsync(delivery.Project, delivery.Bot, delivery.Place, delivery.Subscription, cancellationToken)
            )?.EarlierAttempts == delivery.Attempts;
    }

    /// <returns>How many are sent again; null where there are more than <see cref="MaxAtOnce"/>: then none is.</returns>
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
