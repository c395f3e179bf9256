using Usher.Bots;
using Usher.Commanding;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Runner;

/// <summary>
/// <c>POST /runner/v1/bots/{id}/heartbeat</c>: 204. After the first heartbeat, silence during a meeting ends the bot. 409 if no runner has
/// work to do: the bot is scheduled or over.
/// </summary>
internal sealed class RecordHeartbeat(
    BotStreams streams,
    Heartbeats heartbeats,
    Deadlines deadlines,
    LifecycleOptions options,
    TimeProvider clock
)
{
    [Function(nameof(RecordHeartbeat))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "runner/v1/bots/{id}/heartbeat")] HttpRequest request,
        ReportedBot bot,
        CancellationToken cancellationToken
    )
    {
        if (await streams.GetAsync(bot.Project, bot.Id, cancellationToken) is not { } found)
        {
            return RunnerAnswer.BotNotFound();
        }

        if (!found.State.HasRunner)
        {
            return RunnerAnswer.NoRunner(found.State);
        }

        if (!await heartbeats.RenewAsync(bot.Project, bot.Id, cancellationToken))
        {
            // Write the deadline first: after a crash between the two writes, the runner's silence must not go unnoticed.
            await deadlines.WriteAsync(new Deadline(bot.Project, bot.Id, clock.GetUtcNow() + options.HeartbeatTimeout), cancellationToken);
            await heartbeats.BeginAsync(bot.Project, bot.Id, cancellationToken);
        }

        return new HttpResult(204);
    }
}
