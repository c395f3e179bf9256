using Usher.Runner;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary><c>GET /api/v1/bots</c>: 25 per page, oldest first, with cursors that survive inserts and deletes.</summary>
internal sealed class ListBots(BotListing listing, PublicUrl publicUrl, TimeProvider clock)
{
    private const int PageSize = 25;

    [Function(nameof(ListBots))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/bots")] HttpRequest request,
        Caller caller,
        CancellationToken cancellationToken
    ) => IgnoredFields.Tell(await ListAsync(request, caller, cancellationToken), request, [.. BotListFilter.Names, "cursor"]);

    private async Task<HttpResult> ListAsync(HttpRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var (filter, error) = BotListFilter.Read(request);
        if (filter is null)
        {
            return AttendeeAnswer.Error(400, error!);
        }

        var text = request.Query["cursor"].LastOrDefault();
        var cursor = text switch
        {
            null or "" => BotListCursor.Start,
            BotListCursor.Latest => BotListCursor.End(clock.GetUtcNow()),
            _ => BotListCursor.Parse(text),
        };
        if (cursor is null)
        {
            return AttendeeAnswer.InvalidCursor();
        }

        // One more than a page shows whether there is another page in the reading direction.
        var bots = cursor.IsBackward
            ? await listing.BeforeAsync(caller.Project, filter, cursor.Place!.Value, PageSize + 1, cancellationToken)
            : await listing.AfterAsync(caller.Project, filter, cursor.Place, PageSize + 1, cancellationToken);
        var page = cursor.IsBackward ? bots.TakeLast(PageSize).ToList() : [.. bots.Take(PageSize)];
        var hasMore = bots.Count > PageSize;
        var (hasNext, hasPrevious) = cursor.IsBackward ? (true, hasMore) : (hasMore, cursor.Place is not null);

        // For an empty page, both neighbors start at its cursor.
        var (first, last) =
            page.Count > 0
                ? (BotListPlace.Before(page[0].Id), BotListPlace.Behind(page[^1].Id))
                : (cursor.Place.GetValueOrDefault(), cursor.Place.GetValueOrDefault());
        var resource = new BotPage(
            hasNext ? PageLink.To(publicUrl, request, new BotListCursor(last, IsBackward: false).ToString()) : null,
            hasPrevious ? PageLink.To(publicUrl, request, new BotListCursor(first, IsBackward: true).ToString()) : null,
            [.. page.Select(BotResource.From)]
        );
        return HttpResult.Json(200, resource, AttendeeJson.Wire.BotPage);
    }
}
