using Usher.Bots;
using Usher.Wire;

namespace Usher.Api.MeetStream;

/// <summary>
/// <c>GET /bots/{bot_id}/remove_bot</c>, as in MeetStream, or <c>POST</c>: deletes a scheduled bot and makes a bot in a meeting leave.
/// Repeating the request while the bot is leaving returns the same response.
/// </summary>
internal sealed class RemoveMeetStreamBot(MeetStreamBots bots)
{
    private const string V1 = "api/v1/bots/{bot_id}/remove_bot";
    private const string Base = "meetstream/api/v1/bots/{bot_id}/remove_bot";

    /// <summary>All paths of this operation.</summary>
    public static readonly IReadOnlyList<string> Paths = [.. new[] { V1, Base }.Select(route => $"/{route}")];

    [Function(nameof(RemoveMeetStreamBot))]
    public Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = V1)] HttpRequest request,
        string bot_id,
        Caller caller,
        CancellationToken cancellationToken
    ) => AnswerAsync(request, bot_id, caller, cancellationToken);

    [Function(nameof(RemoveMeetStreamBot) + "AtBase")]
    public Task<HttpResult> AtBaseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = Base)] HttpRequest request,
        string bot_id,
        Caller caller,
        CancellationToken cancellationToken
    ) => AnswerAsync(request, bot_id, caller, cancellationToken);

    /// <summary>Disables caching, as this GET changes state.</summary>
    private async Task<HttpResult> AnswerAsync(HttpRequest request, string id, Caller caller, CancellationToken cancellationToken)
    {
        var command = new BotCommand.Remove { Actor = caller.Actor };
        var answer = await bots.CarryOutAsync(request, id, caller, command, MeetStreamAnswer.Removed, cancellationToken);
        return answer with { Headers = [.. answer.Headers, ("Cache-Control", "no-store")] };
    }
}
