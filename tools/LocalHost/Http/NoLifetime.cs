namespace Usher.LocalHost.Http;

/// <summary>Leaves Ctrl-C to the program: the server's own handling would close its ports before everything else is stopped.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
