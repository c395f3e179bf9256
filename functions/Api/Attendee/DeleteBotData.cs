using Usher.Bots;
using Usher.Commanding;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary>
/// <c>POST /api/v1/bots/{id}/delete_data</c>: permanently deletes the personal data and content of a bot that is over. The response shows
/// the bot as it was.
/// </summary>
internal sealed class DeleteBotData(BotStreams streams)
{
    [Function(nameof(DeleteBotData))]
    public Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/bots/{id}/delete_data")] HttpRequest request,
        string id,
        Caller caller,
        CancellationToken cancellationToken
    ) => BodilessCommand.RunAsync(streams, request, id, caller, new BotCommand.DeleteData { Actor = caller.Actor }, cancellationToken);
}
