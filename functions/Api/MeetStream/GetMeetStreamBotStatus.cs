using Usher.Wire;

namespace Usher.Api.MeetStream;

/// <summary><c>GET /bots/{bot_id}/status</c>: a bot's status.</summary>
internal sealed class GetMeetStreamBotStatus(MeetStreamBots bots)
{
    private const string V1 = "api/v1/bots/{bot_id}/status";
    private const string Base = "meetstream/api/v1/bots/{bot_id}/status";

    /// <summary>All paths of this operation.</summary>
    public static readonly IReadOnlyList<string> Paths = [.. new[] { V1, Base }.Select(route => $"/{route}")];

    [Function(nameof(GetMeetStreamBotStatus))]
    public Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = V1)] HttpRequest request,
        string bot_id,
        Caller caller,
        CancellationToken cancellationToken
    ) => AnswerAsync(bot_id, caller, cancellationToken);

    [Function(nameof(GetMeetStreamBotStatus) + "AtBase")]
    public Task<HttpResult> AtBaseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Base)] HttpRequest request,
        string bot_id,
        Caller caller,
        CancellationToken cancellationToken
    ) => AnswerAsync(bot_id, caller, cancellationToken);

    private async Task<HttpResult> AnswerAsync(string id, Caller caller, CancellationToken cancellationToken)
    {
        var (bot, refusal) = await bots.FindAsync(id, caller, cancellationToken);
        return bot is null ? refusal! : MeetStreamAnswer.Status(bot);
    }
}
