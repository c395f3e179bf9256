using System.Diagnostics;
using Microsoft.DurableTask.Client;
using Usher.Bots;
using Usher.Storage;
using Usher.Telemetry;

namespace Usher.Lifecycle;

/// <summary>
/// The watchdog: finds bots whose deadline has passed and advances them itself, because their orchestration may be waiting for work that
/// died with its host. It also wakes the orchestration for the next step. Orchestrations make bots punctual; the watchdog makes them
/// reliable.
/// </summary>
internal sealed partial class WakeOverdueBots(
    BotStore store,
    RunnerSigns signs,
    Deadlines deadlines,
    BotAdvancement advancement,
    LifecycleOptions options,
    TimeProvider clock,
    ILogger<WakeOverdueBots> logger
)
{
    /// <summary>How long an orchestration gets to advance its bot before the watchdog steps in.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const string EveryRound = "*/15 * * * * *";

    private readonly DeadlineSweep pass = new(deadlines, clock, logger);

    [Function(nameof(WakeOverdueBots))]
    public async Task RunAsync(
        [TimerTrigger(EveryRound, UseMonitor = false)] TimerInfo timer,
        [DurableClient] DurableTaskClient durable,
        CancellationToken cancellationToken
    )
    {
        var passed = await pass.RunAsync(
            clock.GetUtcNow() - Patience,
            (stored, token) => CheckAsync(stored, durable, token),
            cancellationToken
        );
        LogLooked(logger, passed);
    }

    private async Task CheckAsync(StoredDeadline stored, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        var deadline = stored.Deadline;
        var now = clock.GetUtcNow();
        var bot = (await store.ReadAsync(deadline.Project, deadline.Bot, cancellationToken))?.Bot;
        var dueAt = bot is null ? null : await DueAtAsync(bot, now, cancellationToken);
        await (
            dueAt <= now
                ? RescueAsync(deadline, dueAt.Value, durable, cancellationToken)
                : deadlines.MoveAsync(stored, dueAt, cancellationToken)
        );
    }

    private async Task<DateTimeOffset?> DueAtAsync(Bot bot, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (lastHeartbeat, outages) = await signs.ReadAsync(bot, now, cancellationToken);
        return LifecyclePolicy.Next(bot, now, options, lastHeartbeat, outages)?.At;
    }

    /// <summary>The rescue, and any orchestration it starts, belongs to the bot's trace, as the first orchestration did.</summary>
    private async Task RescueAsync(Deadline deadline, DateTimeOffset dueAt, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        var (project, bot) = (deadline.Project, deadline.Bot);
        var trace = await store.TraceparentAsync(project, bot, cancellationToken);
        using var span = trace is null ? null : Tracing.Start("wake", ActivityKind.Internal, trace);
        span?.SetTag("usher.project.id", project).SetTag("usher.bot.id", bot.ToString());
        LogOverdue(logger, project, bot, dueAt);
        var isDone = await advancement.AdvanceAsync(project, bot, cancellationToken) is null;
        await BotOrchestrations.WakeAsync(durable, project, bot, isDone, cancellationToken);
    }

    /// <summary>An alert fires if this line is missing: it means that the watchdog does not run.</summary>
    [LoggerMessage(LogLevel.Information, "The watchdog has run: {Count} deadlines had passed.")]
    private static partial void LogLooked(ILogger logger, int count);

    [LoggerMessage(LogLevel.Warning, "{Project} {Bot} was due at {DueAt} but nothing had advanced it: it is advanced here.")]
    private static partial void LogOverdue(ILogger logger, string project, BotId bot, DateTimeOffset dueAt);
}
