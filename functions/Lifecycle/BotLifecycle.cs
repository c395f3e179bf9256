using System.Diagnostics;
using Microsoft.DurableTask;
using Usher.Bots;
using Usher.Telemetry;

namespace Usher.Lifecycle;

/// <summary>
/// The orchestration of one bot. It holds no state: it asks the activity when to check next, waits for that time or for an event that the
/// bot has changed, and starts over. Duplicate instances and lost or repeated events do no harm, and the code never needs versioning.
/// </summary>
internal static class BotLifecycle
{
    /// <summary>Wakes the orchestration; carries no payload.</summary>
    public const string BotChanged = "BotChanged";

    /// <summary>
    /// Shorter timers fire immediately. If this machine's clock is ahead of the activity's, "now" is not due there yet: the orchestration
    /// must never spin.
    /// </summary>
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);

    [Function(nameof(BotLifecycle))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var bot = context.GetInput<BotReference>()!;
        using var round = new CancellationTokenSource();
        var changed = context.WaitForExternalEvent<object?>(BotChanged, round.Token);
        var advance = AdvanceAsync(context, bot);
        while (await Task.WhenAny(advance, changed) == changed)
        {
            // The running activity may be waiting for a time that no longer applies, so another one checks the bot as it is now. The first
            // does no harm; starting over would have to wait for it.
            changed = context.WaitForExternalEvent<object?>(BotChanged, round.Token);
            advance = AdvanceAsync(context, bot);
        }

        var fireAt = context.CurrentUtcDateTime + ShortestWait;
        if (advance.IsFaulted)
        {
            // An activity whose worker dies has failed for good: nothing else retries it.
            bot = bot with
            {
                Failures = bot.Failures + 1,
            };
            fireAt = context.CurrentUtcDateTime + ExponentialBackoff.After(bot.Failures);
        }
        else if (await advance is { } timerAt)
        {
            bot = bot with { Failures = 0 };
            fireAt = timerAt.UtcDateTime > fireAt ? timerAt.UtcDateTime : fireAt;
        }
        else
        {
            return;
        }

        await Task.WhenAny(context.CreateTimer(fireAt, round.Token), changed);
        EndRound(round);
        context.ContinueAsNew(bot);
    }

    private static Task<DateTimeOffset?> AdvanceAsync(TaskOrchestrationContext context, BotReference bot)
    {
        using var span = context.IsReplaying
            ? null
            : Tracing.Start($"orchestration:{nameof(BotLifecycle)}", ActivityKind.Server, bot.Traceparent);
        span?.SetTag("durabletask.type", "orchestration").SetTag("durabletask.task.name", nameof(BotLifecycle));
        return context.CallActivityAsync<DateTimeOffset?>(nameof(AdvanceBot), bot);
    }

    /// <summary>Cancels immediately on this thread. CancelAsync would leave the thread, which an orchestrator must never do.</summary>
    private static void EndRound(CancellationTokenSource round) => round.Cancel();
}
