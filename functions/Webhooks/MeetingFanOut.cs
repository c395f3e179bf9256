using Usher.Bots;
using Usher.Bots.Webhooks;
using Usher.Meetings;
using Usher.Storage;

namespace Usher.Webhooks;

/// <summary>Turns meeting events into deliveries, one for each subscription that wants them. Safe to run twice.</summary>
internal sealed class MeetingFanOut(WebhookAudience audience, MeetingStore meetings, NewDeliveries deliveries, WatchedBots watched)
{
    /// <summary>Whether any subscription may want meeting events. Most meetings have none, and then nothing needs to be read.</summary>
    public Task<bool> IsNeededAsync(string project, bool botHasWebhooks, CancellationToken cancellationToken) =>
        audience.MayHearAsync(
            project,
            botHasWebhooks,
            subscription => subscription.Triggers.Any(MeetingTriggers.Includes),
            cancellationToken
        );

    /// <param name="bot">The bot as it is now.</param>
    /// <param name="news">Events of the bot's meeting.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <param name="only">The id of the only subscription to notify; null for all.</param>
    public async Task SendAsync(Bot bot, IReadOnlyList<StoredMeetingEvent> news, CancellationToken cancellationToken, string? only = null)
    {
        var subscriptions = (await audience.OfAsync(bot, cancellationToken))
            .Where(subscription => subscription.Status != WebhookStatus.Ended && (only is null || subscription.Id == only))
            .ToList();
        var heard = news.Where(stored => subscriptions.Exists(subscription => Hears(subscription, bot, stored.Event))).ToList();
        if (heard.Count == 0)
        {
            return;
        }

        await watched.AddAsync(bot.Project, bot.Id, cancellationToken);
        foreach (var told in await meetings.ResolveAsync(bot.Project, bot.Id, heard, cancellationToken))
        {
            foreach (var subscription in subscriptions.Where(subscription => Hears(subscription, bot, told.Stored.Event)))
            {
                await SendAsync(bot, told, subscription, cancellationToken);
            }
        }
    }

    private Task SendAsync(Bot bot, PublishedMeetingEvent told, WebhookSubscription subscription, CancellationToken cancellationToken)
    {
        var (stored, trigger) = (told.Stored, told.Stored.Event.Trigger);
        var id = WebhookDelivery.IdOf(bot.Id, new EventPlace(stored.Sequence, IsOfMeeting: true), subscription.Id);
        var delivery = new WebhookDelivery
        {
            Project = bot.Project,
            Bot = bot.Id,
            Sequence = stored.Sequence,
            IsOfMeeting = true,
            Subscription = subscription.Id,
            Url = subscription.Url,
            EventType = trigger,
            Body = WebhookBody.OfMeeting(bot, trigger, id, told),
            CreatedAt = stored.At,
            NextAttemptAt = stored.At,
        };
        return deliveries.AddAsync(delivery, cancellationToken);
    }

    private static bool Hears(WebhookSubscription subscription, Bot bot, MeetingEvent next) =>
        PublishedMeetingEvent.IsTold(next)
        && subscription.Triggers.Contains(next.Trigger)
        && (next.Trigger != MeetingTriggers.SpeechStartStop || bot.Settings.TellsSpeech);
}
