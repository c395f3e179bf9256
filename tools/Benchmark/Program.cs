using Usher.Benchmark;
using Usher.LocalHost.App;
using Usher.LocalHost.Storage;

string[] sections = ["pure", "allocations", "requests", "transcript", "lives", "worker", "memory", "punctuality"];
if (args.Except(sections).Any())
{
    await Console.Error.WriteLineAsync($"Usage: Benchmark [{string.Join('|', sections)}]...  Without a section, all are measured.");
    return 2;
}

// Figures of this machine, at this moment: the right-hand column makes them comparable with others.
var figures = new Figures();
var folder = Directory.CreateTempSubdirectory("usher-benchmark");
var app = Path.Combine(folder.FullName, "app");
if (args.Length == 0 || args.Except(["pure", "allocations"]).Any())
{
    await AppBuilder.BuildAsync(app, Console.WriteLine, TimeProvider.System, CancellationToken.None);
}

if (IsAsked("pure"))
{
    PureFigures.Measure(figures);
}

// How late bots are is compared with what storage alone can write.
var createdByStorage = 0.0;
if (IsAsked("requests") || IsAsked("punctuality"))
{
    await using var azurite = await StartAzuriteAsync(location: null);
    createdByStorage = await RequestFigures.MeasureAsync(figures, azurite.ConnectionString, app);
}

await using (var azurite = await StartAzuriteAsync(location: null))
{
    if (IsAsked("allocations"))
    {
        await AllocationFigures.MeasureAsync(figures, azurite.ConnectionString);
    }

    if (IsAsked("transcript"))
    {
        await TranscriptFigures.MeasureAsync(figures, azurite.ConnectionString, app);
    }

    if (IsAsked("lives"))
    {
        await LifetimeFigures.MeasureAsync(figures, azurite.ConnectionString, app);
        await LivesFigures.MeasureAsync(figures, azurite, app);
    }

    if (IsAsked("worker"))
    {
        await WorkerFigures.MeasureAsync(figures, azurite.ConnectionString, app);
    }

    if (IsAsked("memory"))
    {
        await MemoryFigures.MeasureAsync(figures, azurite.ConnectionString, app);
    }
}

if (IsAsked("punctuality"))
{
    // On disk, as in the development host.
    await using var azurite = await StartAzuriteAsync(Path.Combine(folder.FullName, "azurite"));
    await PunctualityFigures.MeasureAsync(figures, azurite.ConnectionString, app, createdByStorage);
}

folder.Delete(recursive: true);
figures.Write();
return figures.AreKept ? 0 : 1;

bool IsAsked(string section) => args.Length == 0 || args.Contains(section);

static Task<Azurite> StartAzuriteAsync(string? location) =>
    Azurite.StartAsync(location, Console.WriteLine, TimeProvider.System, CancellationToken.None);
