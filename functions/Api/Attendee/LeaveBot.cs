using Usher.Bots;
using Usher.Commanding;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary><c>POST /api/v1/bots/{id}/leave</c>: the bot leaves its meeting, or never joins it.</summary>
internal sealed class LeaveBot(BotStreams streams)
{
    [Function(nameof(LeaveBot))]
    public Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/bots/{id}/leave")] HttpRequest request,
        string id,
        Caller caller,
        CancellationToken cancellationToken
    ) => BodilessCommand.RunAsync(streams, request, id, caller, new BotCommand.Leave { Actor = caller.Actor }, cancellationToken);
}
