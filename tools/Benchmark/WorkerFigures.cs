using Usher.LocalHost;

namespace Usher.Benchmark;

/// <summary>
/// The time from the start of the worker process to its first answer, and its memory at rest: for the development build and, if there is
/// one, the deployed package.
/// </summary>
internal static class WorkerFigures
{
    private const int Starts = 7;
    private const double StartBudget = 700;
    private const double MemoryBudget = 140;

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);
    private static readonly string Package = Path.Combine(Repository.Artifacts, "package");

    public static async Task MeasureAsync(Figures figures, string storage, string appFolder)
    {
        await MeasureAsync(figures, "development", storage, appFolder);
        if (File.Exists(Path.Combine(Package, "worker.config.json")))
        {
            await MeasureAsync(figures, "package", storage, Package);
        }
        else
        {
            Console.WriteLine(
                $"There is no package to measure: dotnet publish functions -o {Path.GetRelativePath(Repository.Root, Package)}"
            );
        }
    }

    private static async Task MeasureAsync(Figures figures, string name, string storage, string appFolder)
    {
        Figures.Begin($"The worker, {name}");
        var (times, memory) = (new List<double>(), new List<double>());
        for (var start = 0; start < Starts; start++)
        {
            var (time, megabytes) = await StartAsync(storage, appFolder);
            times.Add(time);
            memory.Add(megabytes);
        }

        figures.AddWithBudget(
            $"worker, {name}: start to first answer, median of {Starts}",
            times.Order().ElementAt(Starts / 2),
            StartBudget,
            "ms"
        );
        figures.AddWithBudget($"worker, {name}: resident at rest", memory.Order().ElementAt(Starts / 2), MemoryBudget, "MB");
    }

    private static async Task<(double Milliseconds, double Megabytes)> StartAsync(string storage, string appFolder)
    {
        var (begun, process) = (0L, 0);
        await using var host = await FunctionsHost.StartAsync(
            new FunctionsHostOptions
            {
                AppFolder = appFolder,
                Settings = AppSettings.Of(storage),
                RunsTriggers = false,
                Report = line =>
                {
                    if (line.StartsWith(Processes.WorkerStarted, StringComparison.Ordinal))
                    {
                        (begun, process) = (TimeProvider.System.GetTimestamp(), Processes.IdIn(line));
                    }
                },
            },
            CancellationToken.None
        );
        using var client = new HttpClient { BaseAddress = host.Url };
        await client.GetStringAsync(new Uri("/live", UriKind.Relative));
        var elapsed = TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds;
        await Task.Delay(Rest, TimeProvider.System);
        return (elapsed, Processes.ResidentMegabytesOf(process));
    }
}
