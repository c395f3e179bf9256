using System.Text.Json;
using Usher.Hosting.Durable;

namespace Usher.Lifecycle;

/// <summary>
/// The orchestration of one bot. It knows nothing: it asks the activity when to look again, waits for that time or for a word that the bot has changed, and starts
/// over. Two instances, a lost event or a doubled one cannot hurt, and its code never needs versions.
/// </summary>
internal static class BotLifecycle
{
    public const string FunctionName = "BotLifecycle";

    /// <summary>Says "look"; carries nothing.</summary>
    public const string BotChanged = "BotChanged";

    /// <summary>Where this machine's clock is ahead of the activity's, "now" is not yet due there: never spin.</summary>
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    public static async Task<string?> RunAsync(TaskOrchestrationContext context)
    {
        var input = context.GetInput();
        DateTime fireAt;
        try
        {
            var lookAgainAt = await context.CallActivityAsync(AdvanceBot.FunctionName, input);
            if (lookAgainAt is null)
            {
                return null;
            }

            fireAt = JsonSerializer.Deserialize(lookAgainAt, LifecycleJson.Default.DateTimeOffset).UtcDateTime;
        }
        catch (TaskFailedException)
        {
            fireAt = context.CurrentUtcDateTime + AfterFailure;
        }

        var earliest = context.CurrentUtcDateTime + ShortestWait;
        using var decided = new CancellationTokenSource();
        var timer = context.CreateTimer(fireAt > earliest ? fireAt : earliest, decided.Token);
        var changed = context.WaitForExternalEvent(BotChanged, decided.Token);
        await Task.WhenAny(timer, changed);
        AbandonTheOther(decided);
        context.ContinueAsNew(input);
        return null;
    }

    /// <summary>At once and on this thread: CancelAsync would leave it, which an orchestrator must never do.</summary>
    private static void AbandonTheOther(CancellationTokenSource decided) => decided.Cancel();
}
