using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary>
/// <c>GET /api/v1/events</c>: the events of all bots of a project and of their meetings, starting at <c>after</c>, the <c>next</c> of an
/// earlier page, or at the end with <c>latest</c>. Clients that page with <c>next</c> receive each event exactly once.
/// </summary>
internal sealed class ListEvents(EventFeed feed, Punctuality punctuality)
{
    /// <summary>Cannot collide with a cursor, which has at least one byte per shard.</summary>
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
