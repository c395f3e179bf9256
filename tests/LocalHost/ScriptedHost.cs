using System.Text.Json.Nodes;
using Azure.Storage.Queues;
using Usher.Tests.Support;

namespace Usher.Tests.LocalHost;

/// <summary>The development host with the scripted app, whose worker does what a message or query tells it to.</summary>
internal sealed class ScriptedHost : IAsyncDisposable
{
    /// <summary>The folder of the built scripted app.</summary>
    public static readonly string App = BuildOutput.Folder("ScriptedApp");

    private readonly string[] arguments;
    private readonly Dictionary<string, string?> settings;
    private readonly TemporaryFolder data;

    private ScriptedHost(string[] arguments, Dictionary<string, string?> settings, TemporaryFolder data, LocalHostProcess process)
    {
        (this.arguments, this.settings, this.data) = (arguments, settings, data);
        Process = process;
    }

    public LocalHostProcess Process { get; private set; }

    public HttpClient Client => Process.Client;

    /// <summary>Starts it on the shared storage, with its own queue and task hub.</summary>
    public static async Task<ScriptedHost> StartAsync(
        AzuriteFixture storage,
        string[]? options = null,
        Dictionary<string, string?>? environment = null
    )
    {
        var data = new TemporaryFolder();
        string[] arguments = ["--app", App, "--data", data.Path, "--storage", storage.ConnectionString, .. options ?? []];
        var settings = Settings(environment);
        await QueueOf(settings, storage).CreateAsync(cancellationToken: TestContext.Current.CancellationToken);
        return new ScriptedHost(arguments, settings, data, await LocalHostProcess.StartAsync(arguments, settings));
    }

    /// <summary>The settings of the scripted app: unique names, and a timer that does not fire.</summary>
    public static Dictionary<string, string?> Settings(Dictionary<string, string?>? more = null)
    {
        var name = "scripted" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal);
        var settings = new Dictionary<string, string?>(more ?? []);
        settings.TryAdd("QUEUE", name);
        settings.TryAdd("SCHEDULE", "0 0 0 1 1 *");
        settings.TryAdd("AzureFunctionsJobHost__extensions__durableTask__hubName", name);
        return settings;
    }

    /// <summary>The queue of the OnMessage function, or its poison queue.</summary>
    public QueueClient Queue(AzuriteFixture storage, string suffix = "") => QueueOf(settings, storage, suffix);

    /// <summary>Kills the host with SIGKILL.</summary>
    public async Task KillAsync()
    {
        await Process.KillAsync();
        await Process.DisposeAsync();
    }

    /// <summary>Starts another process in place of the killed one, on the same storage and data.</summary>
    public async Task StartAgainAsync() => Process = await LocalHostProcess.StartAsync(arguments, settings);

    public async Task<JsonNode> GetAsync(string path) =>
        JsonNode.Parse(await Client.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken))!;

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        data.Dispose();
    }

    private static QueueClient QueueOf(Dictionary<string, string?> settings, AzuriteFixture storage, string suffix = "") =>
        new(storage.ConnectionString, settings["QUEUE"] + suffix, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
}
