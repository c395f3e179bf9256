using Usher.Tests.Support;

namespace Usher.Tests.LocalHost;

/// <summary>One of each mode for a class of tests, started by the first that asks. Each test says things of its own, by which its lines are told from the others'.</summary>
public sealed class ScriptedHosts(AzuriteFixture storage) : IAsyncDisposable
{
    private readonly Lazy<Task<ScriptedHost>> proxying = new(() => ScriptedHost.StartAsync(storage));
    private readonly Lazy<Task<ScriptedHost>> legacyForwarding = new(() => ScriptedHost.StartAsync(storage, ["--legacy-forwarding"]));

    internal Task<ScriptedHost> Proxying => proxying.Value;

    internal Task<ScriptedHost> LegacyForwarding => legacyForwarding.Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var host in new[] { proxying, legacyForwarding }.Where(host => host.IsValueCreated))
        {
            await (await host.Value).DisposeAsync();
        }
    }
}
