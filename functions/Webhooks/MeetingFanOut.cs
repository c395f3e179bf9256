using Usher.Bots;
using Usher.Bots.Webhooks;
using Usher.Meetings;
using Usher.Storage;

namespace Usher.Webhooks;

/// <summary>
/// Turns what happens in a meeting into deliveries, one for each subscription that wants it, as for the bot's own events. It may run twice.
/// </summary>
internal sealed class MeetingFanOut(WebhookAudience audience, NewDeliveries deliveries, WatchedBots watched)
{
    /// <summary>
    /// Whether any subscription may want to hear of a meeting: most meetings nobody subscribes to, and then nothing need be read.
    /// </summary>
    public Task<bool> IsNeededAsync(string project, bool botHasWebhooks, CancellationToken cancellationToken) =>
        audience.MayHearAsync(
            project,
            botHasWebhooks,
            subscription => subscription.Triggers.Any(WebhookSubscription.IsOfMeetings),
            cancellationToken
        );

    /// <param name="bot">As it is now.</param>
    /// <param name="news">Events of one batch.</param>
    /// <param name="all">Reads all events of their kind: an edit is told under the id of what it edits.</param>
    /// <param name="participants">As the meeting knows them.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task SendAsync(
        Bot bot,
        IReadOnlyList<StoredMeetingEvent> news,
        Func<Task<IReadOnlyList<CurrentEvent>>> all,
        Func<Task<IReadOnlyDictionary<string, KnownParticipant>>> participants,
        CancellationToken cancellationToken
    )
    {
        var subscriptions = await audience.OfAsync(bot, cancellationToken);
        var told = (
            from stored in news
            where !stored.Event.Participant.IsBot || stored.Event is not MeetingEvent.Presence
            let trigger = TriggerOf(stored.Event, bot)
            from subscription in subscriptions
            where subscription.Status != WebhookStatus.Ended && trigger is not null && subscription.Triggers.Contains(trigger)
            select (stored, trigger, subscription)
        ).ToList();
        if (told.Count == 0)
        {
            return;
        }

        await watched.AddAsync(bot.Project, bot.Id, cancellationToken);
        var known = await participants();
        var places = news.Any(stored => stored.Event is MeetingEvent.ChatMessage { Source: not null })
            ? (await all())
                .Where(current => current.Latest.Event.Source is not null)
                .ToDictionary(current => current.Latest.Event.Source!, current => current.Sequence, StringComparer.Ordinal)
            : [];
        foreach (var (stored, trigger, subscription) in told)
        {
            var first = stored.Event.Source is { } source && places.TryGetValue(source, out var sequence) ? sequence : stored.Sequence;
            var place = new EventPlace(stored.Sequence, IsOfMeeting: true);
            var id = WebhookDelivery.IdOf(bot.Id, place, subscription.Id);
            var delivery = new WebhookDelivery
            {
                Project = bot.Project,
                Bot = bot.Id,
                Sequence = stored.Sequence,
                IsOfMeeting = true,
                Subscription = subscription.Id,
                Url = subscription.Url,
                EventType = trigger,
                Body = WebhookBody.OfMeeting(bot, trigger, id, stored.Event, first, known.Of(stored.Event)),
                CreatedAt = stored.At,
                NextAttemptAt = stored.At,
            };
            await deliveries.AddAsync(delivery, cancellationToken);
        }
    }

    /// <returns>Null: nobody is told.</returns>
    private static string? TriggerOf(MeetingEvent next, Bot bot) =>
        next switch
        {
            MeetingEvent.Utterance => WebhookSubscription.TranscriptUpdate,
            MeetingEvent.ChatMessage => WebhookSubscription.ChatMessagesUpdate,
            MeetingEvent.Presence { Type: ParticipantEventType.Join or ParticipantEventType.Leave } => WebhookSubscription.JoinLeave,
            _ => bot.Settings.TellsSpeech ? WebhookSubscription.SpeechStartStop : null,
        };
}
