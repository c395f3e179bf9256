using Usher.Bots;
using Usher.Storage;

namespace Usher.Lifecycle;

/// <summary>
/// Once an hour: removes data past its retention, partition by partition, for a few minutes at most. The next round continues with the
/// rest.
/// </summary>
internal sealed partial class RemoveExpired(Projects projects, Retention retention, TimeProvider clock, ILogger<RemoveExpired> logger)
{
    /// <summary>Less than a function's time limit, and enough for several hundred thousand rows.</summary>
    private static readonly TimeSpan LongestRound = TimeSpan.FromMinutes(4);

    /// <summary>Partitions processed in parallel.</summary>
    private const int Parallel = 4;

    [Function(nameof(RemoveExpired))]
    public async Task RunAsync([TimerTrigger("0 17 * * * *", UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();

        // Shuffle, so that no partition is always last when one round is too short for all.
        var partitions = (await projects.IdsAsync(cancellationToken))
            .SelectMany(project => Enumerable.Range(0, BotId.Shards).Select(shard => (project, shard)))
            .ToArray();
        Random.Shared.Shuffle(partitions);
        await System.Threading.Tasks.Parallel.ForEachAsync(
            partitions,
            new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken },
            async (partition, token) =>
            {
                if (clock.GetElapsedTime(start) < LongestRound)
                {
                    await RemoveAsync(partition.project, partition.shard, token);
                }
            }
        );
    }

    /// <summary>A failed partition must not stop the others.</summary>
    private async Task RemoveAsync(string project, int shard, CancellationToken cancellationToken)
    {
        try
        {
            await retention.RemoveAsync(project, shard, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(logger, project, shard, exception);
        }
    }

    [LoggerMessage(LogLevel.Error, "Expired data in partition {Shard} of {Project} could not be removed; the next round tries again.")]
    private static partial void LogFailed(ILogger logger, string project, int shard, Exception exception);
}
