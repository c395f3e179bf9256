using Usher.Bots.Webhooks;
using Usher.Storage;

namespace Usher.Webhooks;

/// <summary>
/// Pauses a project's subscription after five days of failures without a success, and ends a subscription whose receiver responds with 410.
/// A bot's own subscription can end but is never paused: a bot has only a few events.
/// </summary>
internal sealed partial class WebhookHealth(
    WebhookStore webhooks,
    WebhookDeliveries deliveries,
    TimeProvider clock,
    ILogger<WebhookHealth> logger
)
{
    public static readonly TimeSpan PausedAfter = TimeSpan.FromDays(5);

    /// <summary>Must run before the delivery's success is recorded: after that, nothing would ever clear the failure.</summary>
    /// <param name="known">The subscription as cached, up to a minute old.</param>
    public Task SucceededAsync(WebhookDelivery delivery, WebhookSubscription? known, CancellationToken cancellationToken) =>
        known?.FailingSince is null
            ? Task.CompletedTask
            : webhooks.ChangeAsync(
                delivery.Project,
                delivery.Subscription,
                subscription => subscription with { FailingSince = null },
                cancellationToken
            );

    public async Task FailedAsync(WebhookDelivery delivery, AttemptOutcome outcome, CancellationToken cancellationToken)
    {
        var (project, id, now) = (delivery.Project, delivery.Subscription, clock.GetUtcNow());
        if (WebhookSubscription.IsBotsOwn(id))
        {
            await (outcome.IsGone ? deliveries.EndAsync(delivery, cancellationToken) : Task.CompletedTask);
            return;
        }

        var after = await webhooks.ChangeAsync(
            project,
            id,
            subscription =>
                outcome.IsGone
                    ? subscription with
                    {
                        EndedAt = subscription.EndedAt ?? now,
                    }
                    : subscription with
                    {
                        FailingSince = subscription.FailingSince ?? now,
                    },
            cancellationToken
        );
        if (after is { Status: WebhookStatus.Active, FailingSince: { } since } && now - since >= PausedAfter)
        {
            after = await PauseAsync(project, id, since, now, cancellationToken);
        }

        if (after is not null && (after.EndedAt == now || after.PausedAt == now))
        {
            LogStopped(logger, project, id, after.Status);
        }
    }

    /// <summary>
    /// For up to a minute, other instances may not know that the subscription is failing, so a success then clears nothing. This looks for
    /// such a success; if there was one, the five days start with the current failure.
    /// </summary>
    private async Task<WebhookSubscription?> PauseAsync(
        string project,
        string id,
        DateTimeOffset since,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var succeeded = await deliveries.HaveSucceededAsync(
            project,
            id,
            since,
            since + WebhookStore.KnownEverywhereAfter,
            cancellationToken
        );
        return await webhooks.ChangeAsync(
            project,
            id,
            subscription =>
                subscription.FailingSince != since ? subscription
                : succeeded ? subscription with { FailingSince = now }
                : subscription with { PausedAt = subscription.PausedAt ?? now },
            cancellationToken
        );
    }

    [LoggerMessage(LogLevel.Warning, "{Project} {Subscription} receives no more deliveries: {Status}.")]
    private static partial void LogStopped(ILogger logger, string project, string subscription, WebhookStatus status);
}
