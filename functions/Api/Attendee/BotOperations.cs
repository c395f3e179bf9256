using Usher.Bots;
using Usher.Storage;

namespace Usher.Api.Attendee;

/// <summary>The operations on one bot that take no body: <c>GET</c>, <c>DELETE</c> and <c>POST …/leave</c>.</summary>
internal sealed class BotOperations(BotStreams streams)
{
    public async Task<HttpAnswer> GetAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        BotId.TryParse(id, out var bot) && await streams.GetAsync(caller.Project, bot, cancellationToken) is { } found
            ? AttendeeAnswer.Bot(200, found)
            : AttendeeAnswer.BotNotFound();

    /// <summary>200 without a body; from then on the bot is not found by anyone.</summary>
    public async Task<HttpAnswer> DeleteAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        await TransactAsync(caller, id, new BotCommand.Delete { Actor = caller.Actor }, cancellationToken) is var answer && answer.Status == 200
            ? new HttpAnswer(200)
            : answer;

    public Task<HttpAnswer> LeaveAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        TransactAsync(caller, id, new BotCommand.Leave { Actor = caller.Actor }, cancellationToken);

    private async Task<HttpAnswer> TransactAsync(Caller caller, string id, BotCommand command, CancellationToken cancellationToken) =>
        BotId.TryParse(id, out var bot)
            ? AttendeeAnswer.From(await streams.TransactAsync(caller.Project, bot, command, cancellationToken))
            : AttendeeAnswer.BotNotFound();
}
