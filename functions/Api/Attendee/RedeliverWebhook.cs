using Usher.Commanding;
using Usher.Storage;
using Usher.Webhooks;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary>
/// <c>POST /api/v1/bots/{id}/webhook_deliveries/{delivery}/redeliver</c>: 202. The delivery is sent again with the same ID.
/// </summary>
internal sealed class RedeliverWebhook(BotStreams streams, WebhookDeliveries deliveries, WebhookRedelivery redelivery)
{
    [Function(nameof(RedeliverWebhook))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/bots/{id}/webhook_deliveries/{delivery}/redeliver")]
            HttpRequest request,
        string id,
        string delivery,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        if (await streams.FindAsync(caller.Project, id, cancellationToken) is not { Id: var bot })
        {
            return AttendeeAnswer.BotNotFound();
        }

        var found = Guid.TryParse(delivery, out var deliveryId)
            ? await deliveries
                .OfBotAsync(caller.Project, bot, after: null, cancellationToken)
                .FirstOrDefaultAsync(one => one.Id == deliveryId, cancellationToken)
            : null;
        return found is null ? AttendeeAnswer.DeliveryNotFound()
            : await redelivery.RedeliverAsync(found, cancellationToken) ? new HttpResult(202)
            : AttendeeAnswer.DeliveryUnderWay();
    }
}
