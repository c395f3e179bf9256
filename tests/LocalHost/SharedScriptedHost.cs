using Usher.Tests.Support;

namespace Usher.Tests.LocalHost;

/// <summary>One for a class of tests. Each test says things of its own, by which its lines are told from the others'.</summary>
public sealed class SharedScriptedHost(AzuriteFixture storage) : IAsyncLifetime
{
    private ScriptedHost? host;

    internal ScriptedHost Host => host!;

    public async ValueTask InitializeAsync() =>
        host = await ScriptedHost.StartAsync(storage, environment: new() { ["AzureWebJobs.Off.Disabled"] = "true" });

    public ValueTask DisposeAsync() => host?.DisposeAsync() ?? ValueTask.CompletedTask;
}
