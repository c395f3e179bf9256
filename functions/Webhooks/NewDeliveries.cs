using Usher.Bots.Webhooks;
using Usher.Storage;

namespace Usher.Webhooks;

/// <summary>
/// Creates deliveries: first the record, then the message. After a crash between the two, the dispatcher's next run finds the record and
/// sends the message. Safe to repeat: an existing record is kept, and a surplus message finds nothing to do.
/// </summary>
internal sealed class NewDeliveries(WebhookDeliveries deliveries, BotQueues queues)
{
    public async Task AddAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        await deliveries.AddAsync(delivery, cancellationToken);
        await queues.Webhooks.SendAsync(WebhookMessage.Deliver.Of(delivery).ToJson(), delay: null, cancellationToken);
    }
}
