using Usher.Tests.EndToEnd;
using Usher.Tests.Support;

[assembly: AssemblyFixture(typeof(SharedHost))]

namespace Usher.Tests.EndToEnd;

/// <summary>A development host with short meetings, shared by the stories that leave it intact; started when first used.</summary>
public sealed class SharedHost : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Lazy<Task<LocalHostProcess>> host;

    public SharedHost() =>
        host = new(() =>
            LocalHostProcess.StartAsync(
                ["--data", folder.Path],
                new Dictionary<string, string?> { ["Usher__Simulation__MeetingLength"] = "00:00:02" }
            )
        );

    internal async Task<HttpClient> ClientAsync() => (await host.Value).ClientWithKey();

    internal Task<LocalHostProcess> ProcessAsync() => host.Value;

    public async ValueTask DisposeAsync()
    {
        if (host.IsValueCreated)
        {
            await (await host.Value).DisposeAsync();
        }

        folder.Dispose();
    }
}
