using Usher.Api.Validation;
using Usher.Webhooks;
using Usher.Wire;

namespace Usher.Api.Management;

/// <summary>
/// <c>POST /manage/v1/projects/{id}/webhook_deliveries/redeliver</c>: sends all deliveries of a time range again, with their IDs. Returns
/// 202 with their number.
/// </summary>
internal sealed class RedeliverProjectWebhooks(WebhookRedelivery redelivery)
{
    [Function(nameof(RedeliverProjectWebhooks))]
    public Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "manage/v1/projects/{id}/webhook_deliveries/redeliver")]
            HttpRequest request,
        string id,
        CancellationToken cancellationToken
    ) =>
        ManagementBody.ReadAsync(
            request,
            fields =>
                (
                    From: fields.Read("from", TimeField.Check, required: true),
                    To: fields.Read("to", TimeField.Check, required: true),
                    Status: fields.Read("status", ProjectWebhookFields.Status)
                ),
            async sent =>
                await redelivery.RedeliverAsync(id, sent.From!.Value, sent.To!.Value, sent.Status, cancellationToken) is { } count
                    ? HttpResult.Json(202, new RedeliveredWebhooks(count), ManagementJson.Wire.RedeliveredWebhooks)
                    : ManagementAnswer.TooManyDeliveries(),
            cancellationToken
        );
}
