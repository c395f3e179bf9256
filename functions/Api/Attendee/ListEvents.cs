using System.Globalization;
using Usher.Bots;
using Usher.Storage;

namespace Usher.Api.Attendee;

/// <summary>
/// <c>GET /api/v1/bots/{id}/events</c> and <c>GET /api/v1/events</c>: everything that happened to a bot, and to all bots of a project. <c>next</c> is always there:
/// whoever asks on with it, now or later, gets every event once.
/// </summary>
internal sealed class ListEvents(BotStreams streams, BotStore store, BotIndex index, EventFeed feed)
{
    public const int MaxLimit = 200;

    private const int DefaultLimit = 100;

    /// <summary>No place is written like this: it has a byte for each shard at the least.</summary>
    private const string Latest = "latest";

    /// <summary>From the event behind the sequence number <c>after</c> on.</summary>
    public async Task<HttpAnswer> OfBotAsync(HttpContext context, Caller caller, string id, CancellationToken cancellationToken)
    {
        if (Limit(context.Request) is not { } limit)
        {
            return AttendeeAnswer.InvalidLimit(MaxLimit);
        }

        var text = context.Request.Query["after"].LastOrDefault();
        if (!int.TryParse(string.IsNullOrEmpty(text) ? "0" : text, NumberStyles.None, CultureInfo.InvariantCulture, out var after))
        {
            return AttendeeAnswer.InvalidAfter();
        }

        if (!BotId.TryParse(id, out var bot) || await streams.GetAsync(caller.Project, bot, cancellationToken) is not { } found)
        {
            return AttendeeAnswer.BotNotFound();
        }

        List<FedEvent> events = after >= found.Version
            ? []
            : await store.EventsAsync(caller.Project, bot, after + 1, Math.Min(found.Version, after + limit), cancellationToken)
                .Select(stored => FedEvent.Of(bot, stored)).ToListAsync(cancellationToken);
        var resources = events.ConvertAll(EventResource.From);
        if (events.FindIndex(fed => fed.Type == BotEventType.JoinRequested.Name) is >= 0 and var joining)
        {
            resources[joining] = resources[joining] with { Punctuality = await PunctualityAsync(found, events[joining], cancellationToken) };
        }

        return Page(resources, (events.Count > 0 ? events[^1].Sequence : after).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>From the place <c>after</c> on, which is a <c>next</c> of before; <c>latest</c>: from now on.</summary>
    public async Task<HttpAnswer> OfProjectAsync(HttpContext context, Caller caller, CancellationToken cancellationToken)
    {
        if (Limit(context.Request) is not { } limit)
        {
            return AttendeeAnswer.InvalidLimit(MaxLimit);
        }

        var text = context.Request.Query["after"].LastOrDefault();
        if (text == Latest)
        {
            return Page([], (await feed.EndAsync(caller.Project, cancellationToken)).ToString());
        }

        if ((string.IsNullOrEmpty(text) ? FeedPlace.Start : FeedPlace.Parse(text)) is not { } after)
        {
            return AttendeeAnswer.InvalidCursor();
        }

        var (events, next) = await feed.AfterAsync(caller.Project, after, limit, cancellationToken);
        return Page([.. events.Select(EventResource.From)], next.ToString());
    }

    /// <summary>A claim of the command comes while the bot is joining, or never.</summary>
    private async Task<PunctualityResource> PunctualityAsync(Bot bot, FedEvent joinRequested, CancellationToken cancellationToken)
    {
        var next = await store.EventsAsync(bot.Project, bot.Id, joinRequested.Sequence + 1, bot.Version, cancellationToken)
            .FirstOrDefaultAsync(stored => stored.Event is BotEvent.Claimed || stored.NewState != BotState.Joining, cancellationToken);
        var sentAt = await index.JoinCommandSentAtAsync(bot.Id, cancellationToken);
        return PunctualityResource.From(bot, joinRequested.At, sentAt, (next?.Event as BotEvent.Claimed)?.At);
    }

    private static HttpAnswer Page(IReadOnlyList<EventResource> events, string next) =>
        HttpAnswer.Json(200, new EventPage(next, events), AttendeeJson.Wire.EventPage);

    private static int? Limit(HttpRequest request) =>
        request.Query["limit"].LastOrDefault() is not { Length: > 0 } text ? DefaultLimit
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is > 0 and <= MaxLimit ? limit
        : null;
}
