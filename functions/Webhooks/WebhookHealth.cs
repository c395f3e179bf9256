using Usher.Bots.Webhooks;
using Usher.Storage;

namespace Usher.Webhooks;

/// <summary>
/// How a subscription does. One of a project that has failed for five days, without a success in between, is paused; one whose receiver
/// answers 410 has ended. A bot's own can end, but is never paused: a bot tells a handful of events, and then it is over by itself.
/// </summary>
internal sealed partial class WebhookHealth(
    WebhookStore webhooks,
    WebhookDeliveries deliveries,
    TimeProvider clock,
    ILogger<WebhookHealth> logger
)
{
    public static readonly TimeSpan PausedAfter = TimeSpan.FromDays(5);

    /// <summary>Ahead of its record: a success that nobody knows of would not be noted by anybody any more.</summary>
    /// <param name="known">As remembered, which may be a minute old.</param>
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
    /// A success within the minute in which others did not know yet that it fails has cleared nothing: it is looked for now. Where there
    /// was one, the five days begin with this failure.
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

    [LoggerMessage(LogLevel.Warning, "{Project} {Subscription} is told nothing more: {Status}.")]
    private static partial void LogStopped(ILogger logger, string project, string subscription, WebhookStatus status);
}
