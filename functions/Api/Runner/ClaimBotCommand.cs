using System.Text.Json;
using Usher.Bots;
using Usher.Commanding;
using Usher.Runner;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Runner;

/// <summary>
/// <c>POST /runner/v1/bots/{id}/claim</c>: returns 200, with the bot's settings and the command's parameters, to one runner only, which
/// then carries out the command. A claim with its own <c>id</c> can be sent again: once granted, it is granted again.
/// </summary>
internal sealed class ClaimBotCommand(BotStreams streams, BotStore store, PublicUrl publicUrl)
{
    [Function(nameof(ClaimBotCommand))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "runner/v1/bots/{id}/claim")] HttpRequest request,
        ReportedBot bot,
        CancellationToken cancellationToken
    )
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

        if (!TryReadCapabilities(body, out var capabilities))
        {
            return RunnerAnswer.MalformedCapabilities();
        }

        var claim = new BotCommand.Claim(sequence, id) { Actor = Actor.Runner, Capabilities = capabilities };
        return await streams.TransactAsync(bot.Project, bot.Id, claim, cancellationToken) switch
        {
            Outcome.Done { Bot: var claimed } when claimed.LastCommand == sequence => RunnerAnswer.Claimed(claimed, null, publicUrl),
            Outcome.Done { Bot: var claimed } => RunnerAnswer.Claimed(
                claimed,
                await CommandAsync(bot, sequence, cancellationToken),
                publicUrl
            ),
            var refused => RunnerAnswer.From(refused),
        };
    }

    /// <summary>Unknown capabilities are ignored, as they are never needed.</summary>
    private static bool TryReadCapabilities(JsonElement body, out IReadOnlyList<MeetingCommandType>? capabilities)
    {
        capabilities = null;
        if (!SafeText.TryGet(body, "capabilities", out var sent) || sent.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        if (sent.ValueKind != JsonValueKind.Array || sent.EnumerateArray().Any(name => name.ValueKind != JsonValueKind.String))
        {
            return false;
        }

        var names = sent.EnumerateArray().Select(SafeText.Of);
        capabilities = [.. names.Select(WireName.Parse<MeetingCommandType>).OfType<MeetingCommandType>().Distinct().Order()];
        return true;
    }

    private async Task<MeetingCommand?> CommandAsync(ReportedBot bot, int sequence, CancellationToken cancellationToken)
    {
        var stored = await store
            .EventsAsync(bot.Project, bot.Id, sequence, sequence, cancellationToken)
            .FirstOrDefaultAsync(cancellationToken);
        return (stored?.Event as BotEvent.Commanded)?.Command;
    }
}
