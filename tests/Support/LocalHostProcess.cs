using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Usher.LocalHost;
using Usher.LocalHost.App;
using Usher.LocalHost.Processes;

namespace Usher.Tests.Support;

/// <summary>
/// The development host as a process, on a port of its own. Without <c>--app</c> it starts this repository's app, published once per test run.
/// </summary>
internal sealed partial class LocalHostProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly Lazy<Guard> Guard = new(Usher.LocalHost.Processes.Guard.Start);

    /// <summary>The folder of this repository's app.</summary>
    public static readonly Lazy<Task<string>> App = new(() =>
        AppPublisher.PublishAsync(Guard.Value, Console.WriteLine, TimeProvider.System, CancellationToken.None));

    private readonly ChildProcess process;
    private readonly LineLog log;

    private LocalHostProcess(ChildProcess process, LineLog log, int port)
    {
        this.process = process;
        this.log = log;
        Url = new Uri($"http://localhost:{port}");
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Url };
    }

    public Uri Url { get; }

    /// <summary>Without an API key.</summary>
    public HttpClient Client { get; }

    public int ProcessId => process.Id;

    public Task<int> Exited => process.Exited;

    /// <summary>Everything written to stdout and stderr.</summary>
    public string Output => log.ToString();

    public IReadOnlyList<string> Lines => log.Lines;

    /// <summary>The key that the banner shows.</summary>
    public string ApiKey => ApiKeyLine.Match(Output) is { Success: true } match
        ? match.Groups[1].Value
        : throw new InvalidOperationException($"There is no API key in:{Environment.NewLine}{Output}");

    /// <summary>Of the handler that was started last.</summary>
    public int HandlerProcessId => LastId(HandlerLine);

    public int AzuriteProcessId => LastId(AzuriteLine);

    /// <summary>Starts it and waits for the line "Usher is ready".</summary>
    /// <param name="arguments">Options of the command line.</param>
    /// <param name="port">Null: a free one.</param>
    public static async Task<LocalHostProcess> StartAsync(
        string[] arguments, IReadOnlyDictionary<string, string>? environment = null, int? port = null)
    {
        var host = await StartWithoutWaitingAsync(arguments, environment, port);
        try
        {
            await host.WaitForLineAsync("Usher is ready: ");
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    public static async Task<LocalHostProcess> StartWithoutWaitingAsync(
        string[] arguments, IReadOnlyDictionary<string, string>? environment = null, int? port = null)
    {
        port ??= LoopbackPort.Free();
        string[] listen = arguments.Contains("--port") ? [] : ["--port", port.Value.ToString(CultureInfo.InvariantCulture)];
        string[] app = arguments.Contains("--app") ? [] : ["--app", await App.Value];

        // The configuration that the tests were built in is the last folder of theirs.
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var assembly = Path.Combine(Repository.Artifacts, "bin", "LocalHost", configuration, "LocalHost.dll");
        var log = new LineLog();
        var command = new ChildCommand(
            Executable.Find("dotnet", "It runs the tests."),
            [assembly, .. listen, .. app, .. arguments],
            Path.GetTempPath(),
            ProcessSignal.Terminate,
            environment);
        return new LocalHostProcess(ChildProcess.Start(command, Guard.Value, (line, _) => log.Add(line)), log, port.Value);
    }

    /// <summary>The <paramref name="count"/>-th line that holds <paramref name="text"/>, written already or still to come.</summary>
    public Task<string> WaitForLineAsync(string text, int count = 1) =>
        log.WaitForAsync(text, count, EndOfOutputAsync(), Patience, TestContext.Current.CancellationToken);

    public HttpClient ClientWithKey()
    {
        var client = new HttpClient { BaseAddress = Url };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Token", ApiKey);
        return client;
    }

    /// <summary>SIGKILL: it has no chance to clean up.</summary>
    public Task<int> KillAsync() => process.KillAsync();

    /// <summary>SIGTERM, as Ctrl-C: it stops everything it has started.</summary>
    public Task<int> TerminateAsync() => process.StopAsync(Patience, TimeProvider.System);

    public void KillHandler() => ProcessSignal.Send(HandlerProcessId, ProcessSignal.Kill);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await TerminateAsync();
        await process.DisposeAsync();
    }

    private async Task EndOfOutputAsync()
    {
        await process.Exited;
        await process.OutputEnded;
    }

    private int LastId(Regex line) => line.Matches(Output) is { Count: > 0 } matches
        ? int.Parse(matches[^1].Groups[1].Value, CultureInfo.InvariantCulture)
        : throw new InvalidOperationException($"There is no process id in:{Environment.NewLine}{Output}");

    [GeneratedRegex("API key +(.+)")]
    private static partial Regex ApiKeyLine { get; }

    [GeneratedRegex("Handler started: pid ([0-9]+)")]
    private static partial Regex HandlerLine { get; }

    [GeneratedRegex("Azurite started: pid ([0-9]+)")]
    private static partial Regex AzuriteLine { get; }
}
