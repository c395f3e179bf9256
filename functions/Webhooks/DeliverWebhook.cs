using Usher.Bots;
using Usher.Storage;
using Usher.Telemetry;

namespace Usher.Webhooks;

/// <summary>
/// Makes attempts. Each is written down before it is made and again when it is over, both times only where nobody else has written meanwhile. So whatever dies in between, a
/// delivery is sent at least once and never more often than its schedule allows: a message for an attempt that was made is dropped, and one that finds an attempt without an
/// end writes it off as interrupted and makes the next.
/// </summary>
internal sealed partial class DeliverWebhook(
    WebhookStore webhooks, WebhookDeliveries deliveries, HeldDeliveries held, WebhookIntroduction introduction, WebhookHealth health,
    WebhookSigner signer, WebhookSender sender, BotQueues queues, Settings settings, TimeProvider clock, ILogger<DeliverWebhook> logger)
{
    /// <summary>A round of catching up ends after this long and goes on with another message.</summary>
    private static readonly TimeSpan CatchUpSlice = TimeSpan.FromMinutes(1);

    /// <summary>While tables are away the message waits in its queue: thrown, each time would count towards its being given up.</summary>
    private static readonly TimeSpan AfterStorageFailure = TimeSpan.FromSeconds(30);

    private readonly TimeSpan longestRetryDelay = settings.LongestRetryDelay;

    [Function(nameof(DeliverWebhook))]
    public Task RunAsync([QueueTrigger(BotQueues.WebhooksName)] string message, CancellationToken cancellationToken) =>
        HandleAsync(WebhookMessage.Parse(message), cancellationToken);

    public async Task HandleAsync(WebhookMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await (message switch
            {
                WebhookMessage.Deliver deliver => DeliverAsync(deliver, cancellationToken),
                WebhookMessage.CatchUp catchUp => CatchUpAsync(catchUp, cancellationToken),
                WebhookMessage.Introduce introduce => introduction.RunAsync(introduce, cancellationToken),
                _ => throw new InvalidDataException("Not a message for this function."),
            });
        }
        catch (Exception exception) when (StorageFailure.IsTransient(exception) && !cancellationToken.IsCancellationRequested)
        {
            LogStorageUnavailable(logger, message.Project, message.Subscription, exception);
            await SendAsync(message, AfterStorageFailure, cancellationToken);
        }
    }

    private async Task DeliverAsync(WebhookMessage.Deliver message, CancellationToken cancellationToken)
    {
        var delivery = await deliveries.ReadAsync(message.Project, BotId.Parse(message.Bot), message.Sequence, message.Subscription, cancellationToken);
        if (delivery is not { Status: DeliveryStatus.Pending })
        {
            return;
        }

        if (delivery.IsUnderWay && delivery.Attempts == message.Attempt)
        {
            if (clock.GetUtcNow() - delivery.AttemptAt < WebhookDelivery.LongestAttempt)
            {
                await SendAsync(message, WebhookDelivery.LongestAttempt, cancellationToken);
                return;
            }

            delivery = delivery.Interrupt(clock.GetUtcNow());
        }
        else if (message.Attempt != delivery.Attempts + 1)
        {
            return;
        }

        await AttemptAsync(delivery, cancellationToken);
    }

    private async Task CatchUpAsync(WebhookMessage.CatchUp message, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        await webhooks.ReadAsync(message.Project, cancellationToken);
        await foreach (var one in held.OfAsync(message.Project, message.Subscription, cancellationToken))
        {
            if (await deliveries.ReadAsync(message.Project, one.Bot, one.Sequence, message.Subscription, cancellationToken) is { } delivery)
            {
                if (delivery.IsUnderWay)
                {
                    await SendAsync(WebhookMessage.Deliver.Of(delivery, delivery.Attempts), WebhookDelivery.LongestAttempt, cancellationToken);
                }
                else if (delivery.Status is DeliveryStatus.Held or DeliveryStatus.Pending
                    && await AttemptAsync(delivery.Restart(), cancellationToken) == DeliveryStatus.Held)
                {
                    // Paused again: it keeps its place, and so do those behind it.
                    return;
                }
            }

            await held.RemoveAsync(message.Project, message.Subscription, one, cancellationToken);
            if (clock.GetElapsedTime(start) > CatchUpSlice)
            {
                await SendAsync(message, delay: null, cancellationToken);
                return;
            }
        }
    }

    /// <returns>What has become of the delivery.</returns>
    private async Task<DeliveryStatus> AttemptAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        Tracing.Concerns(delivery.Project, delivery.Bot);
        var project = await webhooks.GetAsync(delivery.Project, cancellationToken);
        var standing = await StandingAsync(delivery, project, cancellationToken);
        if (standing != WebhookStatus.Active || delivery.IsExhausted || delivery.Status != DeliveryStatus.Pending)
        {
            return await SettleAsync(delivery, standing, cancellationToken);
        }

        if (await deliveries.TryUpdateAsync(delivery.Begin(clock.GetUtcNow()), cancellationToken) is not { } begun)
        {
            // Somebody else makes it, or the answer to this very write got lost: looked at when it must be over.
            await SendAsync(WebhookMessage.Deliver.Next(delivery), WebhookDelivery.LongestAttempt, cancellationToken);
            return DeliveryStatus.Pending;
        }

        var headers = await signer.SignAsync(project, delivery.Project, delivery.Id, delivery.Body, cancellationToken);
        var outcome = await sender.SendAsync(delivery.Url, delivery.Body, headers, cancellationToken);
        var ended = begun.End(outcome, clock.GetUtcNow(), Random.Shared.NextDouble(), longestRetryDelay);
        Measures.Attempted(WireName.Of(ended.Status), ended.EarlierAttempts == 0 ? clock.GetUtcNow() - ended.CreatedAt : null);
        LogAttempt(logger, delivery.Project, delivery.Bot, delivery.Sequence, delivery.Subscription, begun.Attempts, outcome.Status, outcome.Error, WireName.Of(ended.Status));
        if (ended.Status == DeliveryStatus.Pending)
        {
            // Before the record: a record without its message would be the end of it.
            await SendAsync(WebhookMessage.Deliver.Next(ended), ended.NextAttemptAt - clock.GetUtcNow(), cancellationToken);
        }

        await deliveries.TryUpdateAsync(ended, cancellationToken);
        await health.NoteAsync(ended, outcome, project.Find(delivery.Subscription), cancellationToken);
        return ended.Status;
    }

    /// <summary>Whether the subscription is still to be told. A remembered pause may be over: before anything is held for it, it is looked at anew.</summary>
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
        if (standing == WebhookStatus.Paused)
        {
            // The place in the queue of the held first: a held delivery without one would never be told.
            await held.AddAsync(delivery, cancellationToken);
        }

        var status = standing switch
        {
            WebhookStatus.Paused => DeliveryStatus.Held,
            WebhookStatus.Ended => DeliveryStatus.Cancelled,
            _ => DeliveryStatus.Failed,
        };
        await deliveries.TryUpdateAsync(delivery with { Status = status }, cancellationToken);
        return status;
    }

    private Task SendAsync(WebhookMessage message, TimeSpan? delay, CancellationToken cancellationToken) =>
        queues.Webhooks.SendAsync(message.ToJson(), delay > TimeSpan.Zero ? delay : null, cancellationToken);

    [LoggerMessage(LogLevel.Information, "{Project} {Bot} #{Sequence} to {Subscription}, attempt {Attempt}: {Status} {Error} -> {Outcome}")]
    private static partial void LogAttempt(
        ILogger logger, string project, BotId bot, int sequence, string subscription, int attempt, int? status, string? error, string outcome);

    [LoggerMessage(LogLevel.Error, "Storage is not available: the message for {Project} {Subscription} waits.")]
    private static partial void LogStorageUnavailable(ILogger logger, string project, string subscription, Exception exception);
}
