using Usher.LocalHost;
using Usher.LocalHost.Processes;

namespace Usher.Benchmark;

/// <summary>
/// How large the app is, and how long it takes from its start to its first answer: as the development host publishes it, and as the package that is deployed, where there is one.
/// </summary>
internal static class ExecutableFigures
{
    private const int Starts = 7;
    private const double Megabyte = 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private static readonly string Package = Path.Combine(Repository.Artifacts, "package");

    public static async Task MeasureAsync(Figures figures, Guard guard, string storage, string appFolder)
    {
        await MeasureAsync(figures, "development", guard, storage, appFolder);
        if (File.Exists(Path.Combine(Package, "usher")))
        {
            await MeasureAsync(figures, "package", guard, storage, Package);
        }
        else
        {
            Console.WriteLine($"There is no package to measure: dotnet publish functions -c Release -o {Path.GetRelativePath(Repository.Root, Package)}");
        }
    }

    private static async Task MeasureAsync(Figures figures, string name, Guard guard, string storage, string appFolder)
    {
        Figures.Begin($"The app, {name}");
        var size = Directory.GetFiles(appFolder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
        figures.Add($"{name}: size", size / Megabyte, "MiB");
        var times = new List<double>();
        for (var start = 0; start < Starts; start++)
        {
            times.Add(await StartAsync(guard, storage, appFolder));
        }

        figures.Add($"{name}: start to first answer, median of {Starts}", times.Order().ElementAt(Starts / 2), "ms");
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
