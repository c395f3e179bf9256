using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace Usher.LocalHost.Storage;

/// <summary>
/// Tells once that storage does not answer, and once that it does again, in place of what everything that needs it says meanwhile.
/// </summary>
internal sealed class StorageOutage(string connectionString, Action<string> report, TimeProvider clock, CancellationToken stop)
{
    /// <summary>The Durable extension says so every two seconds while storage is away, and does not say why.</summary>
    private const string PartitionTableTimeout = "Operation to read and write the partition table exceeded the 2-second timeout.";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>What began while storage was away may fail this much later.</summary>
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(30);

    // .NET ends the message about a connection that cannot be made with host and port.
    private readonly string[] unreachable =
    [
        .. new[]
        {
            new QueueServiceClient(connectionString).Uri,
            new TableServiceClient(connectionString).Uri,
            new BlobServiceClient(connectionString).Uri,
        }.Select(service => $"({service.Host}:{service.Port})"),
    ];

    private int isWatching;
    private long? endedAt;

    /// <summary>Passes a line on, unless it says that storage cannot be reached.</summary>
    public void Report(string text)
    {
        if (unreachable.Any(service => text.Contains(service, StringComparison.Ordinal)))
        {
            if (Interlocked.Exchange(ref isWatching, 1) == 0)
            {
                _ = WatchAsync(text);
            }
        }
        else if (!(text.Contains(PartitionTableTimeout, StringComparison.Ordinal) && (isWatching == 1 || IsAftermath)))
        {
            report(text);
        }
    }

    private bool IsAftermath => endedAt is { } ended && clock.GetElapsedTime(ended) < Aftermath;

    private async Task WatchAsync(string text)
    {
        try
        {
            if (await AnswersAsync())
            {
                if (!IsAftermath)
                {
                    report(text);
                }

                return;
            }

            report("Storage does not answer. Whatever needs it fails or waits until it is back.");
            do
            {
                await Task.Delay(Pause, clock, stop);
            } while (!await AnswersAsync());

            endedAt = clock.GetTimestamp();
            report("Storage answers again.");
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
        finally
        {
            isWatching = 0;
        }
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await GivenStorage.CheckAsync(connectionString, stop);
            return true;
        }
        catch (LocalHostException)
        {
            return false;
        }
    }
}
