using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.MeetStream;

/// <summary>
/// <c>GET /bots</c> below MeetStream's own base path: <c>/api/v1/bots</c> is Attendee's list, and a request does not tell which of the two
/// is meant.
/// </summary>
internal sealed class ListMeetStreamBots(BotListing listing)
{
    private const int PageSize = 50;
    private const string Base = "meetstream/api/v1/bots";

    /// <summary>All paths of this operation.</summary>
    public static readonly IReadOnlyList<string> Paths = [.. new[] { Base }.Select(route => $"/{route}")];

    [Function(nameof(ListMeetStreamBots))]
    public Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Base)] HttpRequest request,
        Caller caller,
        CancellationToken cancellationToken
    ) => AnswerAsync(request, caller, cancellationToken);

    private async Task<HttpResult> AnswerAsync(HttpRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var (list, error) = MeetStreamListFilter.Read(request.Query);
        if (list is null)
        {
            return MeetStreamAnswer.Refusal(400, error!);
        }

        // One more than a page shows whether there is another page.
        var bots = await listing.AfterAsync(caller.Project, list.Filter, list.After, PageSize + 1, cancellationToken);
        var answer = MeetStreamAnswer.Bots([.. bots.Take(PageSize)], bots.Count > PageSize);
        var attributes = request.Query.Keys.Where(MeetStreamListFilter.IsAttribute);
        return IgnoredFields.Tell(answer, request, [.. MeetStreamListFilter.Names, .. attributes]);
    }
}
