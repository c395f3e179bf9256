using Usher.Bots;
using Usher.Storage;

namespace Usher.Webhooks;

/// <summary>
/// Delivers to a new project subscription the events that occurred before every instance knew of it: those in the feed from the position at
/// which it was created. Events that the dispatcher has already delivered are recognized as such.
/// </summary>
internal sealed class WebhookIntroduction(
    EventFeed feed,
    BotStore store,
    WatchedBots watched,
    WebhookFanOut fanOut,
    MeetingFanOut meetingFanOut,
    BotQueues queues,
    TimeProvider clock
)
{
    private const int PageSize = 200;

    /// <summary>
    /// The feed's end may lag behind. Events older than the subscription by more than the clock skew must not be delivered to it.
    /// </summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Runs before the subscription is created, so that none lacks its introduction; if the creation fails, the message has no effect.
    /// </summary>
    public async Task AnnounceAsync(string project, string subscription, CancellationToken cancellationToken)
    {
        var place = await feed.EndAsync(project, cancellationToken);
        var message = new WebhookMessage.Introduce(project, subscription, place.ToString(), clock.GetUtcNow());
        await queues.Webhooks.SendAsync(message.ToJson(), WebhookStore.KnownEverywhereAfter, cancellationToken);
    }

    /// <summary>Handles one page; another message continues after it.</summary>
    public async Task RunAsync(WebhookMessage.Introduce message, CancellationToken cancellationToken)
    {
        var page = await feed.AfterAsync(message.Project, FeedPlace.Parse(message.Place)!, PageSize, cancellationToken);
        var news = page.Events.Where(fed => fed.At >= message.At - ClockSkew).ToLookup(fed => fed.OfMeeting is not null);
        foreach (var ofBot in news[false].GroupBy(fed => fed.BotId))
        {
            await TellAsync(message, BotId.Parse(ofBot.Key), ofBot.Min(fed => fed.Sequence), cancellationToken);
        }

        foreach (var ofMeeting in news[true].GroupBy(fed => fed.BotId, fed => fed.OfMeeting!.Stored))
        {
            if (await store.ReadAsync(message.Project, BotId.Parse(ofMeeting.Key), cancellationToken) is { Bot: var bot })
            {
                await meetingFanOut.SendAsync(bot, [.. ofMeeting], cancellationToken, only: message.Subscription);
            }
        }

        if (!page.IsLast)
        {
            await queues.Webhooks.SendAsync((message with { Place = page.Next.ToString() }).ToJson(), delay: null, cancellationToken);
        }
    }

    private async Task TellAsync(WebhookMessage.Introduce message, BotId bot, int from, CancellationToken cancellationToken)
    {
        var stream = await store.EventsAsync(message.Project, bot, cancellationToken: cancellationToken).ToListAsync(cancellationToken);
        await watched.AddAsync(message.Project, bot, cancellationToken);
        await fanOut.SendAsync(message.Project, bot, stream, from, cancellationToken, only: message.Subscription);
    }
}
