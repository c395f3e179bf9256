using System.Collections.Concurrent;
using Usher.LocalHost.Processes;
using Usher.LocalHost.Storage;
using Usher.Tests.Support;

namespace Usher.Tests.LocalHost;

public sealed class StorageOutageTests(AzuriteFixture shared)
{
    private const string PartitionTable = "Warning: Operation to read and write the partition table exceeded the 2-second timeout.";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task When_storage_is_killed_the_host_says_so_once_and_once_again_when_it_is_back()
    {
        using var files = new TemporaryFolder();
        using var data = new TemporaryFolder();
        var ports = new AzuritePorts(LoopbackPort.Free(), LoopbackPort.Free(), LoopbackPort.Free());
        await using var storage = await StartAsync(files, ports);
        await using var host = await LocalHostProcess.StartAsync(["--data", data.Path, "--storage", storage.ConnectionString]);
        using var client = host.ClientWithKey();

        ProcessSignal.Send(storage.ProcessId, ProcessSignal.Kill);
        await storage.Exited;
        Assert.Equal(503, (int)(await client.GetAsync(new Uri("/api/v1/bots", UriKind.Relative), Token)).StatusCode);
        await host.WaitForLineAsync("Storage does not answer.");
        await using var back = await StartAsync(files, ports);
        await host.WaitForLineAsync("Storage answers again.");

        Assert.Single(host.Lines, line => line.Contains("Storage does not answer.", StringComparison.Ordinal));
        Assert.DoesNotContain("refused", host.Output, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Retry failed", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task During_an_outage_every_other_error_is_shown()
    {
        var lines = new ConcurrentQueue<string>();
        var (port, other) = (LoopbackPort.Free(), LoopbackPort.Free());
        using var stop = new CancellationTokenSource();
        var outage = new StorageOutage(At(port), lines.Enqueue, TimeProvider.System, stop.Token);

        outage.Report(PartitionTable);
        outage.Report($"Error: Connection refused (127.0.0.1:{port})");
        outage.Report($"Error: Retry failed after 4 tries. (Connection refused (127.0.0.1:{port}))\n   at Azure.Core");
        outage.Report(PartitionTable);
        outage.Report($"Error: Connection refused (127.0.0.1:{other})");
        await Eventually.IsTrueAsync(() => lines.Count == 3);
        await stop.CancelAsync();

        Assert.Equal(
            [
                PartitionTable,
                $"Error: Connection refused (127.0.0.1:{other})",
                "Storage does not answer. Whatever needs it fails or waits until it is back.",
            ],
            lines
        );
    }

    [Fact]
    public async Task A_failure_while_storage_answers_is_shown()
    {
        var lines = new ConcurrentQueue<string>();
        var outage = new StorageOutage(shared.ConnectionString, lines.Enqueue, TimeProvider.System, Token);
        var port = new Uri(
            shared.ConnectionString.Split(';').Single(part => part.StartsWith("TableEndpoint=", StringComparison.Ordinal))[
                "TableEndpoint=".Length..
            ]
        ).Port;

        outage.Report($"Error: Connection refused (127.0.0.1:{port})");

        await Eventually.IsTrueAsync(() => !lines.IsEmpty);
        Assert.Equal([$"Error: Connection refused (127.0.0.1:{port})"], lines);
    }

    private static Task<Azurite> StartAsync(TemporaryFolder files, AzuritePorts ports) =>
        Azurite.StartAsync(files.Path, Console.WriteLine, TimeProvider.System, Token, ports);

    private static string At(int port) =>
        $"DefaultEndpointsProtocol=http;AccountName={Azurite.AccountName};AccountKey={Azurite.AccountKey};"
        + string.Concat(
            new[] { "Blob", "Queue", "Table" }.Select(service => $"{service}Endpoint=http://127.0.0.1:{port}/{Azurite.AccountName};")
        );
}
