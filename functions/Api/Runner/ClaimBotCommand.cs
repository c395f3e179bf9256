using Usher.Api.Validation;
using Usher.Bots;
using Usher.Runner;
using Usher.Storage;

namespace Usher.Api.Runner;

/// <summary>
/// <c>POST /runner/v1/bots/{id}/claim</c>: 200 once, with the bot's settings; the runner that gets it carries the command out, nobody else
/// does. A claim with an <c>id</c> of its own can be sent again: what was granted is granted again.
/// </summary>
internal sealed class ClaimBotCommand(BotStreams streams, PublicUrl publicUrl)
{
    [Function(nameof(ClaimBotCommand))]
    public async Task<HttpAnswer> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "runner/v1/bots/{id}/claim")] HttpRequest request,
        ReportedBot bot,
        CancellationToken cancellationToken)
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

        if (RunnerReport.Text(body, "command_id") is not { } commandId || RunnerCommand.Sequence(bot.Id, commandId) is not { } sequence)
        {
            return RunnerAnswer.NoCommandId(bot.Id);
        }

        var claim = new BotCommand.Claim(sequence, id) { Actor = Actor.Runner };
        var outcome = await streams.TransactAsync(bot.Project, bot.Id, claim, cancellationToken);
        return outcome is Outcome.Done done ? RunnerAnswer.Claimed(done.Bot, publicUrl) : RunnerAnswer.From(outcome);
    }
}
