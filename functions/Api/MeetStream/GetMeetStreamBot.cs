using Usher.Wire;

namespace Usher.Api.MeetStream;

/// <summary><c>GET /bots/{bot_id}/detail</c>, or <c>/details</c> for older clients: a bot's details.</summary>
internal sealed class GetMeetStreamBot(MeetStreamBots bots)
{
    private const string V1 = "api/v1/bots/{bot_id}/detail";
    private const string V1Details = "api/v1/bots/{bot_id}/details";
    private const string Base = "meetstream/api/v1/bots/{bot_id}/detail";

    /// <summary>All paths of this operation.</summary>
    public static readonly IReadOnlyList<string> Paths = [.. new[] { V1, V1Details, Base }.Select(route => $"/{route}")];

    [Function(nameof(GetMeetStreamBot))]
    public Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = V1)] HttpRequest request,
        string bot_id,
        Caller caller,
        CancellationToken cancellationToken
    ) => AnswerAsync(bot_id, caller, cancellationToken);

    [Function(nameof(GetMeetStreamBot) + "AtDetails")]
    public Task<HttpResult> AtDetailsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = V1Details)] HttpRequest request,
        string bot_id,
        Caller caller,
        CancellationToken cancellationToken
    ) => AnswerAsync(bot_id, caller, cancellationToken);

    [Function(nameof(GetMeetStreamBot) + "AtBase")]
    public Task<HttpResult> AtBaseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Base)] HttpRequest request,
        string bot_id,
        Caller caller,
        CancellationToken cancellationToken
    ) => AnswerAsync(bot_id, caller, cancellationToken);

    private async Task<HttpResult> AnswerAsync(string id, Caller caller, CancellationToken cancellationToken)
    {
        var (bot, refusal) = await bots.FindAsync(id, caller, cancellationToken);
        return bot is null ? refusal! : MeetStreamAnswer.Detail(bot);
    }
}
