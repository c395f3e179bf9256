using Microsoft.Extensions.Hosting;

namespace Usher.Storage;

/// <summary>
/// Starts creating tables and queues at startup without delaying it. If this fails, the first request that needs storage tries again and
/// reports the failure.
/// </summary>
internal sealed class StorageStarter(StorageSetup setup) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = setup
            .EnsureAsync()
            .ContinueWith(failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
