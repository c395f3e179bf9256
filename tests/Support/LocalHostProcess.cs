using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Usher.LocalHost.Processes;

namespace Usher.Tests.Support;

/// <summary>
/// The development host as a process, on its own port. Without <c>--app</c> it starts this repository's app, as built with the tests.
/// </summary>
internal sealed partial class LocalHostProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The folder of this repository's app.</summary>
    public static readonly string App = BuildOutput.App;

    private readonly ChildProcess process;
    private readonly LineLog log;

    private LocalHostProcess(ChildProcess process, LineLog log, int port)
    {
        this.process = process;
        this.log = log;
        Url = new Uri($"http://localhost:{port}");
        Client = new HttpClient(
            new SocketsHttpHandler
            {
                UseProxy = false,
                AllowAutoRedirect = false,
                UseCookies = false,
            }
        )
        {
            BaseAddress = Url,
        };
    }

    public Uri Url { get; }

    /// <summary>A client without an API key.</summary>
    public HttpClient Client { get; }

    public int ProcessId => process.Id;

    public Task<int> Exited => process.Exited;

    /// <summary>Everything written to stdout and stderr.</summary>
    public string Output => log.ToString();

    public IReadOnlyList<string> Lines => log.Lines;

    /// <summary>The key shown in the banner.</summary>
    public string ApiKey =>
        ApiKeyLine.Match(Output) is { Success: true } match
            ? match.Groups[1].Value
            : throw new InvalidOperationException($"There is no API key in:{Environment.NewLine}{Output}");

    /// <summary>The id of the worker started last.</summary>
    public int WorkerProcessId => LastId(WorkerLine);

    public int AzuriteProcessId => LastId(AzuriteLine);

    /// <summary>Starts it and waits for the line "Usher is ready".</summary>
    /// <param name="arguments">Command-line options.</param>
    /// <param name="port">Null for any free port.</param>
    public static async Task<LocalHostProcess> StartAsync(
        string[] arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        int? port = null
    )
    {
        var host = StartWithoutWaiting(arguments, environment, port);
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

    public static LocalHostProcess StartWithoutWaiting(
        string[] arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        int? port = null
    )
    {
        port ??= LoopbackPort.Free();
        string[] listen = arguments.Contains("--port") ? [] : ["--port", port.Value.ToString(CultureInfo.InvariantCulture)];
        string[] app = arguments.Contains("--app") || arguments.Contains("--no-build") ? [] : ["--app", App];
        var log = new LineLog();
        var command = new ChildCommand(
            Executable.Dotnet(),
            [BuildOutput.Assembly("LocalHost"), .. listen, .. app, .. arguments],
            Path.GetTempPath(),
            environment
        );
        return new LocalHostProcess(ChildProcess.Start(command, log.Add), log, port.Value);
    }

    /// <summary>The <paramref name="count"/>-th line that contains <paramref name="text"/>, past or future.</summary>
    public Task<string> WaitForLineAsync(string text, int count = 1) =>
        log.WaitForAsync(text, count, EndOfOutputAsync(), Patience, TestContext.Current.CancellationToken);

    public HttpClient ClientWithKey()
    {
        var client = new HttpClient { BaseAddress = Url };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Token", ApiKey);
        return client;
    }

    /// <summary>Sends SIGKILL to this process alone: it cannot clean up.</summary>
    public Task<int> KillAsync()
    {
        Signal(ProcessSignal.Kill);
        return Exited;
    }

    /// <summary>Sends SIGTERM, which acts like Ctrl-C: it stops everything it has started.</summary>
    public Task<int> TerminateAsync()
    {
        Signal(ProcessSignal.Terminate);
        return process.Exited.WaitAsync(Patience, TimeProvider.System);
    }

    /// <summary>Sends it a signal; does nothing if it has ended.</summary>
    public void Signal(int signal)
    {
        if (!Exited.IsCompleted)
        {
            ProcessSignal.Send(ProcessId, signal);
        }
    }

    public void KillWorker() => ProcessSignal.Send(WorkerProcessId, ProcessSignal.Kill);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        try
        {
            await TerminateAsync();
        }
        finally
        {
            await process.DisposeAsync();
        }
    }

    private async Task EndOfOutputAsync()
    {
        await process.Exited;
        await process.OutputEnded;
    }

    private int LastId(Regex line) =>
        line.Matches(Output) is { Count: > 0 } matches
            ? int.Parse(matches[^1].Groups[1].Value, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"There is no process id in:{Environment.NewLine}{Output}");

    [GeneratedRegex("API key +(.+)")]
    private static partial Regex ApiKeyLine { get; }

    [GeneratedRegex("Worker started: pid ([0-9]+)")]
    private static partial Regex WorkerLine { get; }

    [GeneratedRegex("Azurite started: pid ([0-9]+)")]
    private static partial Regex AzuriteLine { get; }
}
