using Usher.LocalHost.Processes;
using Usher.LocalHost.Storage;
using Usher.Tests.Support;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace Usher.Tests.Support;

/// <summary>One Azurite in memory, shared by every test: a test takes names of its own for its tables and queues.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private Guard? guard;
    private Azurite? azurite;

    public string ConnectionString => azurite?.ConnectionString ?? throw new InvalidOperationException("Azurite has not been started.");

    public async ValueTask InitializeAsync()
    {
        guard = Guard.Start();
        azurite = await Azurite.StartAsync(location: null, guard, Console.WriteLine, TimeProvider.System, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (azurite is not null)
        {
            await azurite.DisposeAsync();
        }

        guard?.Dispose();
    }
}
