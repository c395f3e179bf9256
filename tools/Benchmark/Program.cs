using Usher.Benchmark;
using Usher.LocalHost.App;
using Usher.LocalHost.Storage;

// Figures of this machine, at this moment: the column on the right makes them comparable with others.
var figures = new Figures();
var folder = Directory.CreateTempSubdirectory("usher-benchmark");
var app = Path.Combine(folder.FullName, "app");
await AppBuilder.BuildAsync(app, Console.WriteLine, TimeProvider.System, CancellationToken.None);
PureFigures.Measure(figures);
double createdByStorage;
await using (var azurite = await Azurite.StartAsync(location: null, Console.WriteLine, TimeProvider.System, CancellationToken.None))
{
    createdByStorage = await RequestFigures.MeasureAsync(figures, azurite.ConnectionString, app);
}

await using (var azurite = await Azurite.StartAsync(location: null, Console.WriteLine, TimeProvider.System, CancellationToken.None))
{
    await TranscriptFigures.MeasureAsync(figures, azurite.ConnectionString, app);
    await LifetimeFigures.MeasureAsync(figures, azurite.ConnectionString, app);
    await LivesFigures.MeasureAsync(figures, azurite, app);
    await WorkerFigures.MeasureAsync(figures, azurite.ConnectionString, app);
    await MemoryFigures.MeasureAsync(figures, azurite.ConnectionString, app);
}

// On disk, as the development host keeps it.
await using (
    var azurite = await Azurite.StartAsync(
        Path.Combine(folder.FullName, "azurite"),
        Console.WriteLine,
        TimeProvider.System,
        CancellationToken.None
    )
)
{
    await PunctualityFigures.MeasureAsync(figures, azurite.ConnectionString, app, createdByStorage);
}

folder.Delete(recursive: true);
figures.Write();
return figures.AreKept ? 0 : 1;
