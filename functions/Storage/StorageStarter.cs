using Microsoft.Extensions.Hosting;

namespace Usher.Storage;

/// <summary>
/// Begins to make tables and queues when the app starts, without keeping its start waiting. Where that fails, the first request that needs
/// storage tries again and is told.
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
