using Usher.Bots;
using Usher.Commanding;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Runner;

/// <summary>
/// <c>POST /runner/v1/bots/{id}/heartbeat</c>: 204. From the first one on, silence in a meeting ends the bot. 409 where no runner has
/// anything to do: the bot waits for its time, or is over.
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
            // The deadline first: a death in between must not leave a runner whose silence nobody would notice.
            await deadlines.WriteAsync(new Deadline(bot.Project, bot.Id, clock.GetUtcNow() + options.HeartbeatTimeout), cancellationToken);
            await heartbeats.BeginAsync(bot.Project, bot.Id, cancellationToken);
        }

        return new HttpResult(204);
    }
}
