using System.Globalization;
using Usher.Commanding;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary>
/// <c>GET /api/v1/bots/{id}/events</c>: a bot's events, starting after the sequence number <c>after</c>. Clients that page with <c>next</c>
/// receive each event exactly once.
/// </summary>
internal sealed class ListBotEvents(BotStreams streams, BotStore store, Punctuality punctuality)
{
    [Function(nameof(ListBotEvents))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/bots/{id}/events")] HttpRequest request,
        string id,
        Caller caller,
        CancellationToken cancellationToken
    ) => IgnoredFields.Tell(await ListAsync(request, id, caller, cancellationToken), request, EventPaging.Parameters);

    private async Task<HttpResult> ListAsync(HttpRequest request, string id, Caller caller, CancellationToken cancellationToken)
    {
        if (EventPaging.Limit(request) is not { } limit)
        {
            return AttendeeAnswer.InvalidLimit(EventPaging.MaxLimit);
        }

        var text = request.Query["after"].LastOrDefault();
        if (!int.TryParse(string.IsNullOrEmpty(text) ? "0" : text, NumberStyles.None, CultureInfo.InvariantCulture, out var after))
        {
            return AttendeeAnswer.InvalidAfter();
        }

        if (await streams.FindAsync(caller.Project, id, cancellationToken) is not { Id: var bot } found)
        {
            return AttendeeAnswer.BotNotFound();
        }

        List<FeedEvent> events =
            after >= found.Version
                ? []
                : await store
                    .EventsAsync(caller.Project, bot, after + 1, Math.Min(found.Version, after + limit), cancellationToken)
                    .Select(stored => FeedEvent.Of(bot, stored))
                    .ToListAsync(cancellationToken);
        var resources = await punctuality.TellAsync(caller.Project, events, found, cancellationToken);
        return EventPaging.Page(resources, (events.Count > 0 ? events[^1].Sequence : after).ToString(CultureInfo.InvariantCulture));
    }
}
