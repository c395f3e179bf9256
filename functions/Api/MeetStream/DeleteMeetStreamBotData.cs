using Usher.Bots;
using Usher.Wire;

namespace Usher.Api.MeetStream;

/// <summary>
/// <c>DELETE /bots/{bot_id}/delete</c>: permanently deletes the personal data and content of a bot that is over. Repeating the request
/// succeeds and deletes nothing.
/// </summary>
internal sealed class DeleteMeetStreamBotData(MeetStreamBots bots)
{
    private const string V1 = "api/v1/bots/{bot_id}/delete";
    private const string Base = "meetstream/api/v1/bots/{bot_id}/delete";

    /// <summary>All paths of this operation.</summary>
    public static readonly IReadOnlyList<string> Paths = [.. new[] { V1, Base }.Select(route => $"/{route}")];

    [Function(nameof(DeleteMeetStreamBotData))]
    public Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = V1)] HttpRequest request,
        string bot_id,
        Caller caller,
        CancellationToken cancellationToken
    ) => AnswerAsync(request, bot_id, caller, cancellationToken);

    [Function(nameof(DeleteMeetStreamBotData) + "AtBase")]
    public Task<HttpResult> AtBaseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Base)] HttpRequest request,
        string bot_id,
        Caller caller,
        CancellationToken cancellationToken
    ) => AnswerAsync(request, bot_id, caller, cancellationToken);

    private async Task<HttpResult> AnswerAsync(HttpRequest request, string id, Caller caller, CancellationToken cancellationToken)
    {
        var (bot, _) = await bots.FindAsync(id, caller, cancellationToken);
        return bot is { State: BotState.DataDeleted }
            ? MeetStreamAnswer.DataDeleted(bot, 0)
            : await bots.CarryOutAsync(
                request,
                id,
                caller,
                new BotCommand.DeleteData { Actor = caller.Actor },
                done => MeetStreamAnswer.DataDeleted(done.Bot, done.Bot.Version),
                cancellationToken
            );
    }
}
