using System.Text.RegularExpressions;
using Usher.LocalHost.Processes;
using Usher.Storage;

namespace Usher.LocalHost.Storage;

/// <summary>Where to listen; 0: the system chooses.</summary>
internal sealed record AzuritePorts(int Blob, int Queue, int Table);

/// <summary>The storage emulator in a process of its own.</summary>
internal sealed partial class Azurite : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    // It saves on SIGTERM within milliseconds; ten seconds are for a machine that is busy.
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    private readonly ChildProcess process;
    private readonly AzuriteOutput output;
    private readonly TimeProvider clock;

    private Azurite(ChildProcess process, AzuriteOutput output, TimeProvider clock)
    {
        this.process = process;
        this.output = output;
        this.clock = clock;
    }

    /// <summary>For blobs, queues and tables, with the emulator's well-known account.</summary>
    public string ConnectionString { get; private set; } = "";

    public int ProcessId => process.Id;

    /// <summary>Completes with the exit code, whether it was stopped or died.</summary>
    public Task<int> Exited => process.Exited;

    /// <summary>The last lines that it wrote, for the message when it dies.</summary>
    public string LastOutput => output.LastLines;

    /// <param name="location">The folder that holds the data; null keeps it in memory.</param>
    /// <param name="ports">Null: the system chooses.</param>
    /// <param name="environment">Settings of Azurite's own, as <c>AZURITE_ACCOUNTS</c>.</param>
    /// <exception cref="LocalHostException">Node.js is missing, npm ci failed, or Azurite did not answer.</exception>
    public static async Task<Azurite> StartAsync(
        string? location,
        Guard guard,
        Action<string> report,
        TimeProvider clock,
        CancellationToken cancellationToken,
        AzuritePorts? ports = null,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        ports ??= new AzuritePorts(0, 0, 0);
        var node = Executable.Node();
        await AzuritePackage.InstallAsync(guard, report, clock, cancellationToken);
        if (location is not null)
        {
            Directory.CreateDirectory(location);
        }

        // The API version check would refuse newer client libraries. An idle connection must not be closed while the client's pool still offers
        // it: an hour is longer than any pool keeps one.
        string[] arguments =
        [
            .. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Storage"), "*.mjs").SelectMany(module => (string[])["--import", module]),
            AzuritePackage.Script, "--silent", "--disableTelemetry", "--skipApiVersionCheck",
            "--blobPort", Port(ports.Blob), "--queuePort", Port(ports.Queue), "--tablePort", Port(ports.Table),
            "--blobKeepAliveTimeout", "3600", "--queueKeepAliveTimeout", "3600", "--tableKeepAliveTimeout", "3600",
            .. location is null ? ["--inMemoryPersistence"] : (string[])["--location", location],
        ];
        var output = new AzuriteOutput();
        var command = new ChildCommand(node, arguments, location ?? Path.GetTempPath(), ProcessSignal.Terminate, environment);
        var azurite = new Azurite(ChildProcess.Start(command, guard, output.Add), output, clock);
        try
        {
            await azurite.WaitUntilReadyAsync(cancellationToken);
            return azurite;
        }
        catch
        {
            await azurite.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it with SIGTERM, on which it saves.</summary>
    public Task<int> StopAsync() => process.StopAsync(StopPatience, clock);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await process.DisposeAsync();
    }

    private static string Port(int port) => port.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(StartTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            var died = process.Exited;
            if (await Task.WhenAny(output.Endpoints, died).WaitAsync(either.Token) == died)
            {
                throw new LocalHostException($"Azurite ended with exit code {await died} while it was starting:{Environment.NewLine}{LastOutput}");
            }

            var endpoints = await output.Endpoints;
            ConnectionString = StorageConnectionString.Development
                .Replace("http://127.0.0.1:10000", endpoints["Blob"], StringComparison.Ordinal)
                .Replace("http://127.0.0.1:10001", endpoints["Queue"], StringComparison.Ordinal)
                .Replace("http://127.0.0.1:10002", endpoints["Table"], StringComparison.Ordinal);

            // Any answer will do, a refusal for the missing signature included.
            using var client = new HttpClient();
            foreach (var endpoint in endpoints.Values)
            {
                using var answer = await client.GetAsync(new Uri($"{endpoint}/devstoreaccount1"), either.Token);
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new LocalHostException($"Azurite was started but does not answer.{Environment.NewLine}{LastOutput}", exception);
        }
    }

    /// <summary>Reads the addresses from the lines "Azurite Table service is successfully listening at http://127.0.0.1:41623".</summary>
    private sealed partial class AzuriteOutput
    {
        private const int LinesKept = 20;
        private readonly Dictionary<string, string> endpoints = [];
        private readonly Queue<string> lines = [];
        private readonly TaskCompletionSource<IReadOnlyDictionary<string, string>> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<IReadOnlyDictionary<string, string>> Endpoints => listening.Task;

        public string LastLines
        {
            get
            {
                lock (lines)
                {
                    return string.Join(Environment.NewLine, lines);
                }
            }
        }

        public void Add(string line, bool isError)
        {
            lock (lines)
            {
                lines.Enqueue(line);
                if (lines.Count > LinesKept)
                {
                    lines.Dequeue();
                }

                if (Listening.Match(line) is { Success: true } match)
                {
                    endpoints[match.Groups[1].Value] = match.Groups[2].Value;
                    if (endpoints.Count == 3)
                    {
                        listening.TrySetResult(endpoints);
                    }
                }
            }
        }

        [GeneratedRegex("^Azurite (Blob|Queue|Table) service is successfully listening at (http://[^/]+)")]
        private static partial Regex Listening { get; }
    }
}
