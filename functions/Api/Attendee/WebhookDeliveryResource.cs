using Usher.Bots;
using Usher.Bots.Webhooks;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary>The delivery of one event to one subscription, with its attempts.</summary>
internal sealed record WebhookDeliveryResource(
    string Id,
    string Webhook,
    string Url,
    string EventType,
    string CreatedAt,
    string Status,
    int AttemptCount,
    string? NextAttemptAt,
    IReadOnlyList<WebhookAttemptResource> Attempts
)
{
    public static WebhookDeliveryResource From(WebhookDelivery delivery) =>
        new(
            delivery.Id.ToString(),
            delivery.Subscription,
            delivery.Url,
            delivery.EventType,
            WireTime.Format(delivery.CreatedAt),
            WireName.Of(delivery.Status),
            delivery.Attempts,
            delivery is { Status: DeliveryStatus.Pending, NextAttemptAt: { } next } ? WireTime.Format(next) : null,
            [
                .. delivery.Log.Select(attempt => new WebhookAttemptResource(
                    WireTime.Format(attempt.At),
                    attempt.Status,
                    attempt.Error,
                    attempt.DurationMs
                )),
            ]
        );
}
