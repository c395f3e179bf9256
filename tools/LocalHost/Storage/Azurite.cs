using System.Globalization;
using Usher.LocalHost.Processes;

namespace Usher.LocalHost.Storage;

/// <summary>The storage emulator in a separate process.</summary>
internal sealed class Azurite : IAsyncDisposable
{
    public const string AccountName = "devstoreaccount1";

    /// <summary>Not a secret: the same for every Azurite. Source: "Use the Azurite emulator for local Azure Storage development".</summary>
    public const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    // Saving takes milliseconds; the ten seconds are for a busy machine.
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    private readonly ChildProcess process;
    private readonly AzuriteOutput output;
    private readonly TimeProvider clock;

    private Azurite(ChildProcess process, AzuriteOutput output, TimeProvider clock) =>
        (this.process, this.output, this.clock) = (process, output, clock);

    /// <summary>The connection string for blobs, queues and tables, with the emulator's well-known account.</summary>
    public string ConnectionString { get; private set; } = "";

    public int ProcessId => process.Id;

    /// <summary>Completes with the exit code, whether Azurite was stopped or died.</summary>
    public Task<int> Exited => process.Exited;

    /// <summary>The last lines of output, for the message if it dies.</summary>
    public string LastOutput => output.LastLines;

    /// <param name="location">The folder that holds the data; null to keep it in memory.</param>
    /// <param name="report">Takes a line for the person at the terminal.</param>
    /// <param name="clock">Used for timeouts.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <param name="ports">Null to let the system choose.</param>
    /// <param name="environment">Azurite's own settings, such as <c>AZURITE_ACCOUNTS</c>.</param>
    /// <exception cref="LocalHostException">Node.js is missing, npm ci failed, or Azurite did not answer.</exception>
    public static async Task<Azurite> StartAsync(
        string? location,
        Action<string> report,
        TimeProvider clock,
        CancellationToken cancellationToken,
        AzuritePorts? ports = null,
        IReadOnlyDictionary<string, string?>? environment = null
    )
    {
        var node = Executable.Node();
        await AzuritePackage.InstallAsync(report, clock, cancellationToken);
        var owner = location is null ? null : new AzuriteOwner(Directory.CreateDirectory(location).FullName);
        await (owner?.EndLastAsync(StopPatience, report, clock, cancellationToken) ?? Task.CompletedTask);
        var output = new AzuriteOutput();
        var command = new ChildCommand(node, Arguments(location, ports ?? new(0, 0, 0)), location ?? Path.GetTempPath(), environment);
        var azurite = new Azurite(ChildProcess.Start(command, output.Add), output, clock);
        try
        {
            owner?.Set(azurite.ProcessId);
            await azurite.WaitUntilReadyAsync(cancellationToken);
            return azurite;
        }
        catch
        {
            await azurite.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets it save and end.</summary>
    public Task<int> StopAsync() => process.StopAsync(StopPatience, clock);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await process.DisposeAsync();
    }

    // The API version check would refuse newer client libraries. An idle connection must not be closed while the client's pool still
    // offers it: an hour is longer than any pool keeps one.
    private static string[] Arguments(string? location, AzuritePorts ports)
    {
        string[] modules = [ChildProcess.EndWithInput, .. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Storage"), "*.mjs")];
        return
        [
            .. modules.SelectMany(module => (string[])["--import", module]),
            AzuritePackage.Script,
            "--silent",
            "--disableTelemetry",
            "--skipApiVersionCheck",
            "--blobPort",
            Text(ports.Blob),
            "--queuePort",
            Text(ports.Queue),
            "--tablePort",
            Text(ports.Table),
            "--blobKeepAliveTimeout",
            "3600",
            "--queueKeepAliveTimeout",
            "3600",
            "--tableKeepAliveTimeout",
            "3600",
            .. location is null ? ["--inMemoryPersistence"] : (string[])["--location", location],
        ];

        static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(StartTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            if (await Task.WhenAny(output.Endpoints, Exited).WaitAsync(either.Token) == Exited)
            {
                throw new LocalHostException(
                    $"Azurite ended with exit code {await Exited} while it was starting:{Environment.NewLine}{LastOutput}"
                );
            }

            var endpoints = await output.Endpoints;
            ConnectionString =
                $"DefaultEndpointsProtocol=http;AccountName={AccountName};AccountKey={AccountKey};"
                + string.Concat(endpoints.Select(endpoint => $"{endpoint.Key}Endpoint={new Uri(endpoint.Value, AccountName)};"));

            // Any answer will do, even a refusal for the missing signature.
            using var client = new HttpClient();
            foreach (var endpoint in endpoints.Values)
            {
                using var answer = await client.GetAsync(new Uri(endpoint, AccountName), either.Token);
            }
        }
        catch (Exception exception)
            when (exception is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new LocalHostException($"Azurite was started but is not responding.{Environment.NewLine}{LastOutput}", exception);
        }
    }
}
