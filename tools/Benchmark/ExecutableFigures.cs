using Usher.LocalHost.Processes;

namespace Usher.Benchmark;

/// <summary>How large the published app is, and how long it takes from its start to its first answer.</summary>
internal static class ExecutableFigures
{
    private const int Starts = 7;
    private const double Megabyte = 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    public static async Task MeasureAsync(Figures figures, Guard guard, string storage, string appFolder)
    {
        Figures.Begin("The published app");
        var size = Directory.GetFiles(appFolder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
        figures.Add("size of the published app, without the runtime", size / Megabyte, "MiB");
        var times = new List<double>();
        for (var start = 0; start < Starts; start++)
        {
            times.Add(await StartAsync(guard, storage, appFolder));
        }

        figures.Add($"start to first answer, median of {Starts}", times.Order().ElementAt(Starts / 2), "ms");
    }

    private static async Task<double> StartAsync(Guard guard, string storage, string appFolder)
    {
        var port = LoopbackPort.Free();
        using var client = new HttpClient();
        var start = TimeProvider.System.GetTimestamp();
        await using var process = ChildProcess.Start(new ChildCommand(Path.Combine(appFolder, "usher"), [], appFolder, ProcessSignal.Terminate, AppSettings.Of(storage, port)), guard, (_, _) => { });
        while (true)
        {
            try
            {
                await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/"));
                break;
            }
            catch (HttpRequestException) when (TimeProvider.System.GetElapsedTime(start) < Patience)
            {
                await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
            }
        }

        var elapsed = TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;
        await process.StopAsync(Patience, TimeProvider.System);
        return elapsed;
    }
}
