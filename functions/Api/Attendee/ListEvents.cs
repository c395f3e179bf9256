using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary>
/// <c>GET /api/v1/events</c>: everything that happened to all bots of a project and in their meetings, from the place <c>after</c> on,
/// which is a <c>next</c> of before; <c>latest</c>: from now on. Clients that page with <c>next</c> receive each event exactly once.
/// </summary>
internal sealed class ListEvents(EventFeed feed, Punctuality punctuality)
{
    /// <summary>No place is written like this: it has a byte for each shard at the least.</summary>
    private const string Latest = "latest";

    [Function(nameof(ListEvents))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/events")] HttpRequest request,
        Caller caller,
        CancellationToken cancellationToken
    ) => IgnoredFields.Tell(await ListAsync(request, caller, cancellationToken), request, EventPaging.Parameters);

    private async Task<HttpResult> ListAsync(HttpRequest request, Caller caller, CancellationToken cancellationToken)
    {
        if (EventPaging.Limit(request) is not { } limit)
        {
            return AttendeeAnswer.InvalidLimit(EventPaging.MaxLimit);
        }

        var text = request.Query["after"].LastOrDefault();
        if (text == Latest)
        {
            return EventPaging.Page([], (await feed.EndAsync(caller.Project, cancellationToken)).ToString());
        }

        if ((string.IsNullOrEmpty(text) ? FeedPlace.Start : FeedPlace.Parse(text)) is not { } after)
        {
            return AttendeeAnswer.InvalidCursor();
        }

        var (events, next) = await feed.AfterAsync(caller.Project, after, limit, cancellationToken);
        return EventPaging.Page(await punctuality.TellAsync(caller.Project, events, null, cancellationToken), next.ToString());
    }
}
