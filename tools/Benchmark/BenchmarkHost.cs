using System.Net.Http.Headers;
using Usher.LocalHost;
using Usher.LocalHost.Processes;

namespace Usher.Benchmark;

/// <summary>The development host in this process, with the published app, one project and its key.</summary>
internal sealed class BenchmarkHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("usher-benchmark");
    private readonly CancellationTokenSource stop = new();
    private readonly Task host;

    private BenchmarkHost(string storage, string appFolder, string meetingLength, TaskCompletionSource isReady)
    {
        Environment.SetEnvironmentVariable("Usher__SeedKeys", $"local={AppSettings.ApiKey}");
        Environment.SetEnvironmentVariable("Usher__Simulation__MeetingLength", meetingLength);
        var port = LoopbackPort.Free();
        var options = new LocalHostOptions
        {
            Port = port,
            StorageConnectionString = storage,
            DataFolder = data.FullName,
            QueueLease = TimeSpan.FromMinutes(10),
            AppFolder = appFolder,
        };
        host = new DevelopmentHost(options, line => Hear(line, isReady), TimeProvider.System).RunAsync(stop.Token);
        Client = new HttpClient { BaseAddress = new Uri($"http://localhost:{port}") };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Token", AppSettings.ApiKey);
    }

    /// <summary>A client with the project's key.</summary>
    public HttpClient Client { get; }

    public int WorkerProcessId { get; private set; }

    /// <param name="storage">A connection string.</param>
    /// <param name="appFolder">The published app.</param>
    /// <param name="meetingLength">Long enough that bots are told to leave before anyone speaks; zero if nobody joins.</param>
    public static async Task<BenchmarkHost> StartAsync(string storage, string appFolder, string meetingLength = "00:01:00")
    {
        var isReady = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = new BenchmarkHost(storage, appFolder, meetingLength, isReady);
        await (await Task.WhenAny(isReady.Task, started.host)).WaitAsync(Patience, TimeProvider.System);
        return started;
    }

    private void Hear(string line, TaskCompletionSource isReady)
    {
        if (line.StartsWith(Processes.WorkerStarted, StringComparison.Ordinal))
        {
            WorkerProcessId = Processes.IdIn(line);
        }

        _ = line.StartsWith("Usher is ready", StringComparison.Ordinal) && isReady.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await host.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        stop.Dispose();
        Client.Dispose();
        data.Delete(recursive: true);
    }
}
