using Usher.Bots;
using Usher.Telemetry;

namespace Usher.Storage;

/// <summary>
/// Checks every bot whose deadline has passed. A bot whose check fails for any reason does not block the others and is retried after a
/// growing pause. The pass itself fails only if the retry cannot be stored, that is, if storage is unavailable.
/// </summary>
internal sealed partial class DeadlineSweep(Deadlines deadlines, TimeProvider clock, ILogger logger)
{
    /// <summary>After an outage many deadlines have passed at once.</summary>
    private const int AtOnce = 16;

    /// <param name="by">Deadlines up to this time have passed.</param>
    /// <param name="look">Checks the bot and moves its deadline to the next check.</param>
    /// <param name="cancellationToken">Cancels the pass.</param>
    /// <returns>The number of deadlines that had passed.</returns>
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
        var pause = ExponentialBackoff.After(failures);
        Measures.CouldNotBeLookedAt();
        LogFailed(logger, stored.Deadline.Project, stored.Deadline.Bot, failures, pause, exception);
        await deadlines.PostponeAsync(stored, clock.GetUtcNow() + pause, cancellationToken);
    }

    [LoggerMessage(LogLevel.Error, "{Project} {Bot} could not be checked, {Failures} times in a row; it is checked again after {Pause}.")]
    private static partial void LogFailed(ILogger logger, string project, BotId bot, int failures, TimeSpan pause, Exception exception);
}
