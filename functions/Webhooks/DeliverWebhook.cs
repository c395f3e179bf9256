using Usher.Bots;
using Usher.Bots.Webhooks;
using Usher.Storage;
using Usher.Telemetry;

namespace Usher.Webhooks;

/// <summary>
/// Makes delivery attempts. Each attempt is recorded before it starts and after it ends, both times guarded by the record's ETag, and the
/// message for the next step is sent before the current step is recorded. So a delivery is sent at least once whatever crashes, and never
/// more often than its schedule allows.
/// </summary>
internal sealed partial class DeliverWebhook(
    WebhookStore webhooks,
    WebhookDeliveries deliveries,
    HeldDeliveries held,
    WatchedBots watched,
    WebhookIntroduction introduction,
    WebhookHealth health,
    WebhookSigner signer,
    WebhookSender sender,
    BotQueues queues,
    Settings settings,
    TimeProvider clock,
    ILogger<DeliverWebhook> logger
)
{
    /// <summary>A catch-up round ends after this time and continues with another message.</summary>
    private static readonly TimeSpan CatchUpSlice = TimeSpan.FromMinutes(1);

    /// <summary>
    /// While tables are unavailable the message is postponed: an exception would count towards the poison limit each time.
    /// </summary>
    private static readonly TimeSpan AfterStorageFailure = TimeSpan.FromSeconds(30);

    private readonly TimeSpan longestRetryDelay = settings.LongestRetryDelay;

    [Function(nameof(DeliverWebhook))]
    public Task RunAsync([QueueTrigger(BotQueues.WebhooksName)] string message, CancellationToken cancellationToken) =>
        HandleAsync(WebhookMessage.Parse(message), cancellationToken);

    public async Task HandleAsync(WebhookMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await (
                message switch
                {
                    WebhookMessage.Deliver deliver => DeliverAsync(deliver, cancellationToken),
                    WebhookMessage.CatchUp catchUp => CatchUpAsync(catchUp, cancellationToken),
                    WebhookMessage.Introduce introduce => introduction.RunAsync(introduce, cancellationToken),
                    _ => throw new InvalidDataException("Not a message for this function."),
                }
            );
        }
        catch (Exception exception) when (StorageFailure.IsTransient(exception) && !cancellationToken.IsCancellationRequested)
        {
            LogStorageUnavailable(logger, message.Project, message.Subscription, exception);
            await SendAsync(message, AfterStorageFailure, cancellationToken);
        }
    }

    private async Task DeliverAsync(WebhookMessage.Deliver message, CancellationToken cancellationToken)
    {
        var delivery = await deliveries.ReadAsync(
            message.Project,
            BotId.Parse(message.Bot),
            message.Place,
            message.Subscription,
            cancellationToken
        );
        var now = clock.GetUtcNow();
        await (
            DeliveryStep.Next(delivery, message.RestartAfter, now) switch
            {
                DeliveryStep.LookAgain later => SendAsync(message, later.At - now, cancellationToken),
                DeliveryStep.Attempt due => AttemptAsync(due.Delivery, cancellationToken),
                DeliveryStep.Hold waits => HoldAsync(waits.Delivery, cancellationToken),
                _ => Task.CompletedTask,
            }
        );
    }

    private async Task CatchUpAsync(WebhookMessage.CatchUp message, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        await webhooks.ReadAsync(message.Project, cancellationToken);
        await foreach (var one in held.OfAsync(message.Project, message.Subscription, cancellationToken))
        {
            var delivery = await deliveries.ReadAsync(message.Project, one.Bot, one.Place, message.Subscription, cancellationToken);
            if (delivery is { Status: DeliveryStatus.Held })
            {
                if (await ReleaseAsync(delivery, cancellationToken) == DeliveryStatus.Held)
                {
                    // Paused again: this delivery and those behind it stay held.
                    return;
                }
            }
            else if (delivery is { Status: DeliveryStatus.Pending })
            {
                // The process that released it may have died before sending its message.
                await SendAsync(WebhookMessage.Deliver.Of(delivery), WebhookDelivery.LongestAttempt, cancellationToken);
            }

            await held.RemoveAsync(message.Project, message.Subscription, one, cancellationToken);
            if (clock.GetElapsedTime(start) > CatchUpSlice)
            {
                await SendAsync(message, delay: null, cancellationToken);
                return;
            }
        }
    }

    /// <returns>The resulting status of the delivery.</returns>
    private async Task<DeliveryStatus> AttemptAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        Tracing.Concerns(delivery.Project, delivery.Bot);
        var project = await webhooks.GetAsync(delivery.Project, cancellationToken);
        var standing = await StandingAsync(delivery, project, cancellationToken);
        if (standing != WebhookStatus.Active || delivery.Status != DeliveryStatus.Pending)
        {
            return await SettleAsync(delivery, standing, cancellationToken);
        }

        // Sign before the attempt begins: a secret that cannot be read must not cost an attempt.
        var headers = await signer.SignAsync(
            project,
            delivery.Project,
            delivery.Subscription,
            delivery.Id,
            delivery.Body,
            cancellationToken
        );
        if (await TryWriteAsync(delivery.Begin(clock.GetUtcNow()), cancellationToken) is not { } begun)
        {
            return DeliveryStatus.Pending;
        }

        var outcome = await sender.SendAsync(delivery.Url, delivery.Body, headers, cancellationToken);
        var ended = begun.End(outcome, clock.GetUtcNow(), Random.Shared.NextDouble(), longestRetryDelay);
        Measures.Attempted(WireName.Of(ended.Status), ended.EarlierAttempts == 0 ? clock.GetUtcNow() - ended.CreatedAt : null);
        LogAttempt(
            logger,
            delivery.Project,
            delivery.Bot,
            delivery.Sequence,
            delivery.Subscription,
            begun.Attempts,
            outcome.Status,
            outcome.Error,
            WireName.Of(ended.Status)
        );
        if (ended.Status == DeliveryStatus.Pending)
        {
            await SendAsync(WebhookMessage.Deliver.Of(ended), ended.NextAttemptAt - clock.GetUtcNow(), cancellationToken);
        }

        await (
            outcome.Succeeded ? health.SucceededAsync(ended, project.Find(delivery.Subscription), cancellationToken) : Task.CompletedTask
        );
        await TryWriteAsync(ended, cancellationToken);
        await (outcome.Succeeded ? Task.CompletedTask : health.FailedAsync(ended, outcome, cancellationToken));
        return ended.Status;
    }

    /// <summary>
    /// Whether the subscription still receives deliveries. A cached pause may be over, so it is read again before anything is held.
    /// </summary>
    private async Task<WebhookStatus> StandingAsync(WebhookDelivery delivery, ProjectWebhooks project, CancellationToken cancellationToken)
    {
        if (WebhookSubscription.IsBotsOwn(delivery.Subscription))
        {
            return await deliveries.HasEndedAsync(delivery, cancellationToken) ? WebhookStatus.Ended : WebhookStatus.Active;
        }

        var subscription = project.Find(delivery.Subscription);
        if (subscription is not { Status: WebhookStatus.Active })
        {
            subscription = await webhooks.FindAsync(delivery.Project, delivery.Subscription, cancellationToken);
        }

        return subscription?.Status ?? WebhookStatus.Ended;
    }

    private async Task<DeliveryStatus> SettleAsync(WebhookDelivery delivery, WebhookStatus standing, CancellationToken cancellationToken)
    {
        var status =
            delivery.Status == DeliveryStatus.Failed ? DeliveryStatus.Failed
            : standing == WebhookStatus.Paused ? DeliveryStatus.Held
            : DeliveryStatus.Cancelled;
        return await TryWriteAsync(delivery with { Status = status }, cancellationToken) is not { } settled ? DeliveryStatus.Pending
            : status == DeliveryStatus.Held ? await HoldAsync(settled, cancellationToken)
            : status;
    }

    /// <summary>
    /// Adds the delivery to the held ones, then checks that the pause still lasts: a resume after this finds the delivery there, but an
    /// earlier one may have missed it.
    /// </summary>
    private async Task<DeliveryStatus> HoldAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        await held.AddAsync(delivery, cancellationToken);
        return await webhooks.FindAsync(delivery.Project, delivery.Subscription, cancellationToken) is { Status: WebhookStatus.Paused }
            ? DeliveryStatus.Held
            : await ReleaseAsync(delivery, cancellationToken);
    }

    private async Task<DeliveryStatus> ReleaseAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        await watched.AddAsync(delivery.Project, delivery.Bot, cancellationToken);
        return await AttemptAsync(delivery.Restart(clock.GetUtcNow()), cancellationToken);
    }

    /// <returns>
    /// The delivery as stored; null if another writer has changed it or the response to this write was lost. It is then checked again once
    /// the other attempt must be over.
    /// </returns>
    private async Task<WebhookDelivery?> TryWriteAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        var written = await deliveries.TryUpdateAsync(delivery, cancellationToken);
        if (written is null)
        {
            await SendAsync(WebhookMessage.Deliver.Of(delivery), WebhookDelivery.LongestAttempt, cancellationToken);
        }

        return written;
    }

    private Task SendAsync(WebhookMessage message, TimeSpan? delay, CancellationToken cancellationToken) =>
        queues.Webhooks.SendAsync(message.ToJson(), WholeSeconds(delay), cancellationToken);

    /// <summary>Rounds up, because queues truncate delays to whole seconds and an early message would only be rescheduled.</summary>
    private static TimeSpan? WholeSeconds(TimeSpan? delay) =>
        delay > TimeSpan.Zero ? TimeSpan.FromSeconds(Math.Ceiling(delay.Value.TotalSeconds)) : null;

    [LoggerMessage(LogLevel.Information, "{Project} {Bot} #{Sequence} to {Subscription}, attempt {Attempt}: {Status} {Error} -> {Outcome}")]
    private static partial void LogAttempt(
        ILogger logger,
        string project,
        BotId bot,
        int sequence,
        string subscription,
        int attempt,
        int? status,
        string? error,
        string outcome
    );

    [LoggerMessage(LogLevel.Error, "Storage is not available: the message for {Project} {Subscription} is waiting.")]
    private static partial void LogStorageUnavailable(ILogger logger, string project, string subscription, Exception exception);
}
