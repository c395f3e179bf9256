using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.MeetStream;

/// <summary>
/// <c>GET /bots</c> below this dialect's own base address: <c>/api/v1/bots</c> is the other dialect's list, and nothing in a
/// request tells which of the two is asked for.
/// </summary>
internal sealed class ListMeetStreamBots(BotListing listing)
{
    private const int PageSize = 50;
    private const string Base = "meetstream/api/v1/bots";

    /// <summary>Everywhere that it is found.</summary>
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

        // One more than a page tells whether there is another page.
        var bots = await listing.AfterAsync(caller.Project, list.Filter, list.After, PageSize + 1, cancellationToken);
        var answer = MeetStreamAnswer.Bots([.. bots.Take(PageSize)], bots.Count > PageSize);
        var attributes = request.Query.Keys.Where(MeetStreamListFilter.IsAttribute);
        return IgnoredFields.Tell(answer, request, [.. MeetStreamListFilter.Names, .. attributes]);
    }
}
