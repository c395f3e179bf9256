using System.Diagnostics;
using Usher.Bots;
using Usher.Telemetry;

namespace Usher.Lifecycle;

/// <summary>
/// The one activity. Its orchestration's timer fires ahead of a join, and any timer up to a second too early: what is left to the moment is
/// waited out here, to the millisecond. The bot is read again then, so whatever has become of it meanwhile is what counts.
/// </summary>
internal sealed class AdvanceBot(BotAdvancement advancement, TimeProvider clock)
{
    /// <summary>Durable timers on Azure Storage are cut to whole seconds.</summary>
    private static readonly TimeSpan TimersAreEarlyBy = TimeSpan.FromSeconds(1);

    /// <returns>When the orchestration's timer has to fire; null: the bot is done.</returns>
    [Function(nameof(AdvanceBot))]
    public Task<DateTimeOffset?> RunAsync([ActivityTrigger] BotReference bot, CancellationToken cancellationToken) => Tracing.RunAsync(
        () => Tracing.Start($"activity:{nameof(AdvanceBot)}", ActivityKind.Server, bot.Traceparent)
            .SetTag("durabletask.type", "activity").SetTag("durabletask.task.name", nameof(AdvanceBot)),
        () => AdvanceAsync(bot.Project, BotId.Parse(bot.Bot), cancellationToken));

    private async Task<DateTimeOffset?> AdvanceAsync(string project, BotId id, CancellationToken cancellationToken)
    {
        while (await advancement.AdvanceAsync(project, id, cancellationToken) is { } next)
        {
            if (next.TimerAt - clock.GetUtcNow() > TimersAreEarlyBy)
            {
                return next.TimerAt;
            }

            await WaitUntilAsync(next.DueAt, cancellationToken);
        }

        return null;
    }

    /// <summary>Never too short: a delay is cut to whole milliseconds, and may end a little early.</summary>
    private async Task WaitUntilAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        for (var left = time - clock.GetUtcNow(); left > TimeSpan.Zero; left = time - clock.GetUtcNow())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), clock, cancellationToken);
        }
    }
}
