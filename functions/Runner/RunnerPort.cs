using System.Text.Json;
using Usher.Api;
using Usher.Api.Validation;
using Usher.Bots;
using Usher.Storage;

namespace Usher.Runner;

/// <summary>What runners call: <c>POST /runner/v1/bots/{id}/events</c>, <c>…/claim</c>, <c>…/heartbeat</c> and <c>GET …/image</c>.</summary>
internal sealed partial class RunnerPort(
    BotStreams streams, BotImages images, Heartbeats heartbeats, Deadlines deadlines, LifecycleOptions options, TimeProvider clock, ILogger<RunnerPort> logger)
{
    public async Task<HttpAnswer> ReportAsync(HttpContext context, string project, BotId bot, CancellationToken cancellationToken)
    {
        var (body, refusal) = await ReadAsync(context, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        var (report, wrong) = RunnerReport.Read(body);
        if (report is null)
        {
            return wrong!;
        }

        var outcome = await streams.TransactAsync(project, bot, report, cancellationToken);
        if (outcome is Outcome.Refused { Refusal: BotRefusal.EventNotAllowed notAllowed })
        {
            LogRefused(logger, project, bot, report.Type.Name, report.SubType, notAllowed.State.Name);
        }

        return RunnerAnswer.From(outcome);
    }

    /// <summary>
    /// 200 once: whoever gets it carries the command out, nobody else does. A claim with an <c>id</c> of its own can be sent again: what was granted is granted again.
    /// </summary>
    public async Task<HttpAnswer> ClaimAsync(HttpContext context, string project, BotId bot, CancellationToken cancellationToken)
    {
        var (body, refusal) = await ReadAsync(context, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        var id = RunnerReport.Text(body, "id");
        if (id is null ? SafeText.TryGet(body, "id", out _) : !RunnerReport.IsId(id))
        {
            return RunnerAnswer.MalformedClaimId();
        }

        return RunnerReport.Text(body, "command_id") is { } commandId && RunnerCommand.Sequence(bot, commandId) is { } sequence
            ? RunnerAnswer.From(await streams.TransactAsync(project, bot, new BotCommand.Claim(sequence, id) { Actor = Actor.Runner }, cancellationToken))
            : RunnerAnswer.NoCommandId(bot);
    }

    /// <summary>204. From the first one on, silence in a meeting ends the bot.</summary>
    public async Task<HttpAnswer> HeartbeatAsync(HttpContext context, string project, BotId bot, CancellationToken cancellationToken)
    {
        if (await streams.GetAsync(project, bot, cancellationToken) is null)
        {
            return RunnerAnswer.BotNotFound();
        }

        if (!await heartbeats.RenewAsync(project, bot, cancellationToken))
        {
            // The deadline first: a death in between must not leave a runner whose silence nobody would notice.
            await deadlines.WriteAsync(new Deadline(project, bot, clock.GetUtcNow() + options.HeartbeatTimeout), cancellationToken);
            await heartbeats.BeginAsync(project, bot, cancellationToken);
        }

        return new HttpAnswer(204);
    }

    /// <summary>The bot's picture; 404 where it has none.</summary>
    public async Task<HttpAnswer> ImageAsync(HttpContext context, string project, BotId bot, CancellationToken cancellationToken) =>
        await streams.GetAsync(project, bot, cancellationToken) is not { } found ? RunnerAnswer.BotNotFound()
        : await images.FindAsync(found, cancellationToken) is { } image ? new HttpAnswer(200, image.Bytes) { ContentType = image.Type }
        : RunnerAnswer.NoImage();

    private static async Task<(JsonElement Body, HttpAnswer? Refusal)> ReadAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(context.Request, cancellationToken);
        return body is JsonBody.Parsed { Root: { ValueKind: JsonValueKind.Object } root } ? (root, null) : (default, RunnerAnswer.Body(body));
    }

    [LoggerMessage(LogLevel.Warning, "{Project} {Bot}: a runner reports {Event} ({SubType}), which is refused: the bot is {State}.")]
    private static partial void LogRefused(ILogger logger, string project, BotId bot, string @event, string? subType, string state);
}
