using System.Text.Json.Nodes;
using Azure.Storage.Queues;
using Usher.LocalHost;
using Usher.Tests.Support;

namespace Usher.Tests.LocalHost;

/// <summary>The development host with the scripted app: its handler does what a message or a query tells it to.</summary>
internal sealed class ScriptedHost : IAsyncDisposable
{
    private static readonly string App = Path.Combine(Repository.Root, "tests", "LocalHost", "ScriptedApp");

    private readonly TemporaryFolder data;

    private ScriptedHost(LocalHostProcess process, TemporaryFolder data, QueueClient queue, QueueClient poison)
    {
        this.data = data;
        Process = process;
        Queue = queue;
        Poison = poison;
    }

    public LocalHostProcess Process { get; }

    public HttpClient Client => Process.Client;

    /// <summary>The queue of the function OnMessage.</summary>
    public QueueClient Queue { get; }

    public QueueClient Poison { get; }

    public static async Task<ScriptedHost> StartAsync(AzuriteFixture storage, string[]? arguments = null, Dictionary<string, string>? environment = null)
    {
        var queue = "scripted-" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal);
        var data = new TemporaryFolder();
        var settings = new Dictionary<string, string>(environment ?? [])
        {
            ["SCRIPT"] = "handler.mjs",
            ["QUEUE"] = queue,
        };
        settings.TryAdd("SCHEDULE", "0 0 0 1 1 *");
        var options = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 };
        var client = new QueueClient(storage.ConnectionString, queue, options);
        await client.CreateAsync(cancellationToken: TestContext.Current.CancellationToken);
        var process = await LocalHostProcess.StartAsync(
            ["--app", App, "--data", data.Path, "--storage", storage.ConnectionString, .. arguments ?? []], settings);
        return new ScriptedHost(process, data, client, new QueueClient(storage.ConnectionString, queue + "-poison", options));
    }

    public async Task<JsonNode> GetAsync(string path) =>
        JsonNode.Parse(await Client.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken))!;

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        data.Dispose();
    }
}
