using System.Text.Json;
using Usher.Api;
using Usher.Bots;
using Usher.Storage;

namespace Usher.Runner;

/// <summary>What runners call: <c>POST /runner/v1/bots/{id}/events</c>, <c>…/claim</c>, <c>…/heartbeat</c> and <c>GET …/image</c>.</summary>
internal sealed class RunnerPort(BotStreams streams, BotImages images, Heartbeats heartbeats, Deadlines deadlines, LifecycleOptions options, TimeProvider clock)
{
    public async Task<HttpAnswer> ReportAsync(HttpContext context, string project, BotId bot, CancellationToken cancellationToken)
    {
        var (body, refusal) = await ReadAsync(context, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        var (report, wrong) = RunnerReport.Read(body);
        return report is null ? wrong! : RunnerAnswer.From(await streams.TransactAsync(project, bot, report, cancellationToken));
    }

    /// <summary>200 once: whoever gets it carries the command out, nobody else does.</summary>
    public async Task<HttpAnswer> ClaimAsync(HttpContext context, string project, BotId bot, CancellationToken cancellationToken)
    {
        var (body, refusal) = await ReadAsync(context, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        return RunnerReport.Text(body, "command_id") is { } commandId && RunnerCommand.Sequence(bot, commandId) is { } sequence
            ? RunnerAnswer.From(await streams.TransactAsync(project, bot, new BotCommand.Claim(sequence) { Actor = Actor.Runner }, cancellationToken))
            : RunnerAnswer.Error(400, $"command_id must be the id of a command for {bot}, like '{RunnerCommand.Id(bot, 2)}'.");
    }

    /// <summary>204. From the first one on, silence in a meeting ends the bot.</summary>
    public async Task<HttpAnswer> HeartbeatAsync(HttpContext context, string project, BotId bot, CancellationToken cancellationToken)
    {
        if (await streams.GetAsync(project, bot, cancellationToken) is null)
        {
            return RunnerAnswer.Error(404, "Bot not found");
        }

        if (await heartbeats.RecordAsync(project, bot, cancellationToken))
        {
            await deadlines.WriteAsync(new Deadline(project, bot, clock.GetUtcNow() + options.HeartbeatTimeout), cancellationToken);
        }

        return new HttpAnswer(204);
    }

    /// <summary>The bot's picture; 404 where it has none.</summary>
    public async Task<HttpAnswer> ImageAsync(HttpContext context, string project, BotId bot, CancellationToken cancellationToken) =>
        await streams.GetAsync(project, bot, cancellationToken) is not { } found ? RunnerAnswer.Error(404, "Bot not found")
        : await images.FindAsync(found, cancellationToken) is { } image ? new HttpAnswer(200, image.Bytes) { ContentType = image.Type }
        : RunnerAnswer.Error(404, "The bot has no image");

    private static async Task<(JsonElement Body, HttpAnswer? Refusal)> ReadAsync(HttpContext context, CancellationToken cancellationToken) =>
        await JsonBody.ReadAsync(context.Request, cancellationToken) switch
        {
            JsonBody.Parsed { Root.ValueKind: JsonValueKind.Object } parsed => (parsed.Root, null),
            JsonBody.TooLarge => (default, RunnerAnswer.Error(413, "Request body too large.")),
            JsonBody.WrongMediaType wrong => (default, RunnerAnswer.Error(415, $"Content-Type must be application/json, not '{wrong.MediaType}'.")),
            JsonBody.Malformed malformed => (default, RunnerAnswer.Error(400, $"JSON parse error - {malformed.Reason}")),
            _ => (default, RunnerAnswer.Error(400, "The body must be a JSON object.")),
        };
}
