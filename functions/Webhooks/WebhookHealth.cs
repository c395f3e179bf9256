using Usher.Storage;

namespace Usher.Webhooks;

/// <summary>
/// How a subscription does. One of a project that has failed for five days, without a success in between, is paused; one whose receiver answers 410 has ended. A bot's own
/// can end, but is never paused: a bot tells a handful of events, and then it is over by itself.
/// </summary>
internal sealed partial class WebhookHealth(WebhookStore webhooks, WebhookDeliveries deliveries, TimeProvider clock, ILogger<WebhookHealth> logger)
{
    public static readonly TimeSpan PausedAfter = TimeSpan.FromDays(5);

    /// <param name="known">As remembered, which may be a minute old.</param>
    public async Task NoteAsync(WebhookDelivery delivery, AttemptOutcome outcome, WebhookSubscription? known, CancellationToken cancellationToken)
    {
        if (WebhookSubscription.IsBotsOwn(delivery.Subscription))
        {
            await (outcome.IsGone ? deliveries.EndAsync(delivery, cancellationToken) : Task.CompletedTask);
        }
        else if (!outcome.Succeeded)
        {
            var now = clock.GetUtcNow();
            var after = await webhooks.ChangeAsync(delivery.Project, delivery.Subscription, subscription => Failed(subscription, outcome, now), cancellationToken);
            if (after is not null && (after.EndedAt == now || after.PausedAt == now))
            {
                LogStopped(logger, delivery.Project, delivery.Subscription, after.Status);
            }
        }
        else if (known?.FailingSince is not null)
        {
            await webhooks.ChangeAsync(delivery.Project, delivery.Subscription, subscription => subscription with { FailingSince = null }, cancellationToken);
        }
    }

    private static WebhookSubscription Failed(WebhookSubscription subscription, AttemptOutcome outcome, DateTimeOffset now) =>
        outcome.IsGone ? subscription with { EndedAt = subscription.EndedAt ?? now }
        : subscription.FailingSince is not { } since ? subscription with { FailingSince = now }
        : now - since >= PausedAfter ? subscription with { PausedAt = subscription.PausedAt ?? now }
        : subscription;

    [LoggerMessage(LogLevel.Warning, "{Project} {Subscription} is told nothing more: {Status}.")]
    private static partial void LogStopped(ILogger logger, string project, string subscription, WebhookStatus status);
}
