using System.Diagnostics;
using Usher.Bots;
using Usher.Hosting.Durable;
using Usher.Storage;
using Usher.Telemetry;

namespace Usher.Lifecycle;

/// <summary>
/// The watchdog: finds bots whose deadline has passed and that nobody has advanced, and wakes them through the ordinary path. It never acts itself.
/// Orchestrations make bots punctual; this makes them certain.
/// </summary>
internal sealed partial class WakeOverdueBots(
    BotStore store, Heartbeats heartbeats, Deadlines deadlines, LifecycleOptions options, TimeProvider clock, ILogger<WakeOverdueBots> logger)
{
    /// <summary>An orchestration that is on its way is left alone for this long.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>One bot that fails is left for the next pass; so many are a fault of something else, which one pass does not wait out.</summary>
    private const int MaxFailures = 10;

    public async Task RunAsync(DurableTaskClient durable, CancellationToken cancellationToken)
    {
        var failures = 0;
        await foreach (var stored in deadlines.PassedAsync(clock.GetUtcNow() - Patience, cancellationToken))
        {
            try
            {
                await CheckAsync(stored, durable, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested && ++failures < MaxFailures)
            {
                LogFailed(logger, stored.Deadline.Project, stored.Deadline.Bot, exception);
            }
        }
    }

    private async Task CheckAsync(StoredDeadline stored, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        var deadline = stored.Deadline;
        var now = clock.GetUtcNow();
        var bot = (await store.ReadAsync(deadline.Project, deadline.Bot, cancellationToken))?.Bot;
        var lastHeartbeat = bot is null ? null : await heartbeats.LastAsync(bot, cancellationToken);
        var dueAt = bot is null ? null : LifecyclePolicy.Next(bot, now, options, lastHeartbeat)?.At;
        if (dueAt > now)
        {
            // Written before the old row goes, so that there is no moment without one.
            await deadlines.WriteAsync(deadline with { DueAt = dueAt.Value }, cancellationToken);
        }
        else if (dueAt is not null)
        {
            LogOverdue(logger, deadline.Project, deadline.Bot, dueAt.Value);
            await WakeAsync(deadline, durable, cancellationToken);
            return;
        }

        if (dueAt is not { } next || !Deadlines.ShareRow(deadline, deadline with { DueAt = next }))
        {
            await deadlines.RemoveAsync(stored, cancellationToken);
        }
    }

    /// <summary>An orchestration that has to be started again belongs to the bot's trace, as the first one did.</summary>
    private async Task WakeAsync(Deadline deadline, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        var trace = await store.TraceparentAsync(deadline.Project, deadline.Bot, cancellationToken);
        using var span = trace is null ? null : Tracing.Start("wake", ActivityKind.Internal, trace);
        span?.SetTag("usher.project.id", deadline.Project).SetTag("usher.bot.id", deadline.Bot.ToString());
        await BotOrchestrations.WakeAsync(durable, deadline.Project, deadline.Bot, isDone: false, cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "{Project} {Bot} was due at {DueAt} and nobody has advanced it: it is woken.")]
    private static partial void LogOverdue(ILogger logger, string project, BotId bot, DateTimeOffset dueAt);

    [LoggerMessage(LogLevel.Error, "{Project} {Bot} could not be looked at; it is looked at again at the next pass.")]
    private static partial void LogFailed(ILogger logger, string project, BotId bot, Exception exception);
}
