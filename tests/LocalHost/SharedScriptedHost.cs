using Usher.Tests.Support;

namespace Usher.Tests.LocalHost;

/// <summary>One host for a class of tests. Each test uses unique texts to tell its lines from the others'.</summary>
public sealed class SharedScriptedHost(AzuriteFixture storage) : IAsyncLifetime
{
    private ScriptedHost? host;

    internal ScriptedHost Host => host!;

    public async ValueTask InitializeAsync() =>
        host = await ScriptedHost.StartAsync(storage, environment: new() { ["AzureWebJobs.Off.Disabled"] = "true" });

    public ValueTask DisposeAsync() => host?.DisposeAsync() ?? ValueTask.CompletedTask;
}
