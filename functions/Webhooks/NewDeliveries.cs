using Usher.Bots.Webhooks;
using Usher.Storage;

namespace Usher.Webhooks;

/// <summary>
/// Makes deliveries: first the record, then the message, so that a crash between the two leaves a record that the next run of the
/// dispatcher finds and sends. Made twice, the record is there already, and a message too many finds nothing to do.
/// </summary>
internal sealed class NewDeliveries(WebhookDeliveries deliveries, BotQueues queues)
{
    public async Task AddAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        await deliveries.AddAsync(delivery, cancellationToken);
        await queues.Webhooks.SendAsync(WebhookMessage.Deliver.Of(delivery).ToJson(), delay: null, cancellationToken);
    }
}
