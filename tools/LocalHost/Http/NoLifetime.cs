namespace Usher.LocalHost.Http;

/// <summary>Leaves Ctrl-C to the program: the server's own reaction would close its ports before the rest is stopped.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
