using System.Diagnostics;
using Microsoft.DurableTask;
using Usher.Bots;
using Usher.Telemetry;

namespace Usher.Lifecycle;

/// <summary>
/// The orchestration of one bot. It knows nothing: it asks the activity when to look again, waits for that time or for a word that the bot
/// has changed, and starts over. Two instances, a lost event or a doubled one cannot hurt, and its code never needs versions.
/// </summary>
internal static class BotLifecycle
{
    /// <summary>Says "look"; carries nothing.</summary>
    public const string BotChanged = "BotChanged";

    /// <summary>
    /// A shorter timer returns at once. Where this machine's clock is ahead of the activity's, "now" is not yet due there: never spin.
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
            // The activity may be waiting for a time that does not count any more: another one looks at the bot as it is now. The first
            // cannot hurt; to start over would wait for it.
            changed = context.WaitForExternalEvent<object?>(BotChanged, round.Token);
            advance = AdvanceAsync(context, bot);
        }

        var fireAt = context.CurrentUtcDateTime + ShortestWait;
        if (advance.IsFaulted)
        {
            // An activity whose worker dies has failed for good: nobody else tries it again.
            bot = bot with
            {
                Failures = bot.Failures + 1,
            };
            fireAt = context.CurrentUtcDateTime + GrowingPause.After(bot.Failures);
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

    /// <summary>At once and on this thread: CancelAsync would leave it, which an orchestrator must never do.</summary>
    private static void EndRound(CancellationTokenSource round) => round.Cancel();
}
