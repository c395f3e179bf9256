using Azure;
using Azure.Core;
using Azure.Storage.Queues;

namespace Usher.LocalHost.Storage;

/// <summary>
/// Storage that the host does not start itself. It must be reachable before anything is started that would wait for it forever.
/// </summary>
internal static class GivenStorage
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <exception cref="LocalHostException">The connection string is invalid, nothing answers there, or the key is wrong.</exception>
    public static async Task CheckAsync(string connectionString, CancellationToken cancellationToken)
    {
        var retry = new QueueClientOptions
        {
            Retry =
            {
                MaxRetries = 1,
                Mode = RetryMode.Fixed,
                NetworkTimeout = Patience,
            },
        };
        QueueServiceClient queues;
        try
        {
            queues = new QueueServiceClient(connectionString, retry);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            throw new LocalHostException($"--storage is not a connection string: {exception.Message}");
        }

        try
        {
            await queues.GetPropertiesAsync(cancellationToken);
        }
        catch (RequestFailedException refused) when (refused.Status is > 0 and < 500)
        {
            throw new LocalHostException($"Storage at {queues.Uri} rejected the key given with --storage: {refused.ErrorCode}.");
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is not OutOfMemoryException)
        {
            throw new LocalHostException(
                $"Storage at {queues.Uri} is not responding. Start it, or omit --storage to use the host's own storage."
            );
        }
    }
}
