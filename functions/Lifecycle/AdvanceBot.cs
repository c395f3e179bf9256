using System.Diagnostics;
using Usher.Bots;
using Usher.Telemetry;

namespace Usher.Lifecycle;

/// <summary>
/// The only activity. Its orchestration sets the timer ahead of a join, and any timer can fire up to one second early, so the activity
/// waits out the remainder to the millisecond. It then reads the bot again and acts on its current state.
/// </summary>
internal sealed partial class AdvanceBot(BotAdvancement advancement, TimeProvider clock, ILogger<AdvanceBot> logger)
{
    /// <summary>Durable timers on Azure Storage are truncated to whole seconds.</summary>
    private static readonly TimeSpan TimersAreEarlyBy = TimeSpan.FromSeconds(1);

    /// <returns>When the orchestration's timer must fire; null if the bot is done.</returns>
    [Function(nameof(AdvanceBot))]
    public Task<DateTimeOffset?> RunAsync([ActivityTrigger] BotReference bot, CancellationToken cancellationToken) =>
        Tracing.RunAsync(
            () =>
                Tracing
                    .Start($"activity:{nameof(AdvanceBot)}", ActivityKind.Server, bot.Traceparent)
                    .SetTag("durabletask.type", "activity")
                    .SetTag("durabletask.task.name", nameof(AdvanceBot)),
            () => AdvanceOrTellAsync(bot, cancellationToken)
        );

    /// <summary>The orchestration retries but cannot log, so failures are logged here with the bot's id.</summary>
    private async Task<DateTimeOffset?> AdvanceOrTellAsync(BotReference bot, CancellationToken cancellationToken)
    {
        try
        {
            return await AdvanceAsync(bot.Project, BotId.Parse(bot.Bot), cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            var failures = bot.Failures + 1;
            Measures.CouldNotBeLookedAt();
            LogFailed(logger, bot.Project, bot.Bot, failures, ExponentialBackoff.After(failures), exception);
            throw;
        }
    }

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

    /// <summary>Never returns early: delays are truncated to whole milliseconds and can end slightly too soon.</summary>
    private async Task WaitUntilAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        for (var left = time - clock.GetUtcNow(); left > TimeSpan.Zero; left = time - clock.GetUtcNow())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), clock, cancellationToken);
        }
    }

    [LoggerMessage(
        LogLevel.Error,
        "{Project} {Bot} could not be checked, {Failures} times in a row; its orchestration tries again after {Pause}."
    )]
    private static partial void LogFailed(ILogger logger, string project, string bot, int failures, TimeSpan pause, Exception exception);
}
