using Usher.Bots;
using Usher.Bots.Webhooks;
using Usher.Storage;

namespace Usher.Webhooks;

/// <summary>
/// Turns lifecycle events into deliveries, one for each subscription. Safe to run twice. Callers must add the bot to the watched ones
/// first, so that no delivery goes unwatched.
/// </summary>
internal sealed class WebhookFanOut(WebhookAudience audience, NewDeliveries deliveries)
{
    /// <summary>Whether any subscription may want this bot's events; the dispatcher then needs all of them from the first.</summary>
    public Task<bool> IsNeededAsync(string project, bool botHasWebhooks, CancellationToken cancellationToken) =>
        audience.MayHearAsync(project, botHasWebhooks, IsTold, cancellationToken);

    /// <param name="events">All the bot's events, from the first.</param>
    /// <param name="from">The sequence number of the first new event.</param>
    /// <param name="only">The id of the only subscription to notify; null for all.</param>
    public async Task SendAsync(
        string project,
        BotId id,
        IReadOnlyList<StoredEvent> events,
        int from,
        CancellationToken cancellationToken,
        string? only = null
    )
    {
        Bot? bot = null;
        foreach (var stored in events)
        {
            bot = Bot.Evolve(id, bot, stored.Event);
            if (stored.Sequence >= from && (stored.Event.Type.IsLifecycle || MeetStreamEvent.Of(bot, stored) is not null))
            {
                foreach (
                    var subscription in (await audience.OfAsync(bot, cancellationToken)).Where(subscription =>
                        IsTold(subscription) && (only is null || subscription.Id == only)
                    )
                )
                {
                    await SendAsync(bot, stored, subscription, cancellationToken);
                }
            }
        }
    }

    private async Task SendAsync(Bot bot, StoredEvent stored, WebhookSubscription subscription, CancellationToken cancellationToken)
    {
        var id = WebhookDelivery.IdOf(bot.Id, new EventPlace(stored.Sequence), subscription.Id);
        var body =
            subscription.IsMeetStreams ? WebhookBody.MeetStream(bot, stored, id)
            : stored.Event.Type.IsLifecycle ? WebhookBody.StateChange(bot, stored, id)
            : null;
        if (body is null)
        {
            return;
        }

        var delivery = new WebhookDelivery
        {
            Project = bot.Project,
            Bot = bot.Id,
            Sequence = stored.Sequence,
            Subscription = subscription.Id,
            Url = subscription.Url,
            EventType = stored.Event.Type.Name,
            Body = body,
            CreatedAt = stored.Event.At,
            NextAttemptAt = stored.Event.At,
        };
        await deliveries.AddAsync(delivery, cancellationToken);
    }

    private static bool IsTold(WebhookSubscription subscription) =>
        subscription.Status != WebhookStatus.Ended && subscription.Triggers.Contains(WebhookSubscription.StateChange);
}
