using Usher.Bots;
using Usher.Telemetry;

namespace Usher.Storage;

/// <summary>
/// Looks at every bot whose deadline has passed. One that fails, whatever the cause, makes way for the others and comes again after a pause
/// that grows. Only where that cannot be written, the pass fails: storage is away.
/// </summary>
internal sealed partial class DeadlinePass(Deadlines deadlines, TimeProvider clock, ILogger logger)
{
    /// <summary>After an outage many have passed at once.</summary>
    private const int AtOnce = 16;

    /// <param name="by">What was due by then.</param>
    /// <param name="look">Moves the deadline to when the bot is to be looked at again.</param>
    /// <param name="cancellationToken">Ends the pass.</param>
    /// <returns>How many deadlines had passed.</returns>
    public async Task<int> RunAsync(
        DateTimeOffset by,
        Func<StoredDeadline, CancellationToken, Task> look,
        CancellationToken cancellationToken
    )
    {
        var passed = 0;
        await Parallel.ForEachAsync(
            deadlines.PassedAsync(by, cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (stored, token) =>
            {
                Interlocked.Increment(ref passed);
                try
                {
                    await look(stored, token);
                }
                catch (Exception exception) when (!token.IsCancellationRequested)
                {
                    await PostponeAsync(stored, exception, token);
                }
            }
        );
        return passed;
    }

    private async Task PostponeAsync(StoredDeadline stored, Exception exception, CancellationToken cancellationToken)
    {
        var failures = stored.Failures + 1;
        var pause = GrowingPause.After(failures);
        Measures.CouldNotBeLookedAt();
        LogFailed(logger, stored.Deadline.Project, stored.Deadline.Bot, failures, pause, exception);
        await deadlines.PostponeAsync(stored, clock.GetUtcNow() + pause, cancellationToken);
    }

    [LoggerMessage(
        LogLevel.Error,
        "{Project} {Bot} could not be looked at, {Failures} times in a row; it is looked at again after {Pause}."
    )]
    private static partial void LogFailed(ILogger logger, string project, BotId bot, int failures, TimeSpan pause, Exception exception);
}
