using Usher.Bots;
using Usher.Bots.Webhooks;
using Usher.Wire;

namespace Usher.Api.Management;

/// <summary>A project's subscription, without the secret.</summary>
internal sealed record WebhookResource(
    string Id,
    string Url,
    IReadOnlyList<string> Triggers,
    string Status,
    string CreatedAt,
    string? FailingSince,
    string? PausedAt
)
{
    public static WebhookResource From(WebhookSubscription subscription) =>
        new(
            subscription.Id,
            subscription.Url,
            subscription.Triggers,
            WireName.Of(subscription.Status),
            WireTime.Format(subscription.CreatedAt),
            Time(subscription.FailingSince),
            Time(subscription.PausedAt)
        );

    private static string? Time(DateTimeOffset? time) => time is { } value ? WireTime.Format(value) : null;
}
