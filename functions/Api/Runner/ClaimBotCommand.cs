using Usher.Api.Validation;
using Usher.Bots;
using Usher.Runner;
using Usher.Storage;

namespace Usher.Api.Runner;

/// <summary>
/// <c>POST /runner/v1/bots/{id}/claim</c>: 200 once; the runner that gets it carries the command out, nobody else does. A claim with an <c>id</c> of its own can be sent
/// again: what was granted is granted again.
/// </summary>
internal sealed class ClaimBotCommand(BotStreams streams)
{
    [Function(nameof(ClaimBotCommand))]
    public async Task<HttpAnswer> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "runner/v1/bots/{id}/claim")] HttpRequest request, ReportedBot bot, CancellationToken cancellationToken)
    {
        var (body, refusal) = await RunnerBody.ReadAsync(request, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        var id = RunnerReport.Text(body, "id");
        if (id is null ? SafeText.TryGet(body, "id", out _) : !RunnerReport.IsId(id))
        {
            return RunnerAnswer.MalformedClaimId();
        }

        return RunnerReport.Text(body, "command_id") is { } commandId && RunnerCommand.Sequence(bot.Id, commandId) is { } sequence
            ? RunnerAnswer.From(await streams.TransactAsync(bot.Project, bot.Id, new BotCommand.Claim(sequence, id) { Actor = Actor.Runner }, cancellationToken))
            : RunnerAnswer.NoCommandId(bot.Id);
    }
}
