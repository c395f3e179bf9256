using Usher.Benchmark;
using Usher.LocalHost.App;
using Usher.LocalHost.Processes;
using Usher.LocalHost.Storage;

// Figures of this machine, at this moment: the column on the right makes them comparable with others.
var figures = new Figures();
using var guard = Guard.Start();
var folder = await AppPublisher.PublishAsync(guard, Console.WriteLine, TimeProvider.System, CancellationToken.None);
PureFigures.Measure(figures);
double createdByStorage;
await using (var azurite = await Azurite.StartAsync(location: null, guard, Console.WriteLine, TimeProvider.System, CancellationToken.None))
{
    createdByStorage = await RequestFigures.MeasureAsync(figures, azurite.ConnectionString);
}

await using (var azurite = await Azurite.StartAsync(location: null, guard, Console.WriteLine, TimeProvider.System, CancellationToken.None))
{
    await LifetimeFigures.MeasureAsync(figures, azurite.ConnectionString, folder);
    await ExecutableFigures.MeasureAsync(figures, guard, azurite.ConnectionString, folder);
}

// On disk, as the development host keeps it.
var data = Directory.CreateTempSubdirectory("usher-benchmark");
await using (var azurite = await Azurite.StartAsync(data.FullName, guard, Console.WriteLine, TimeProvider.System, CancellationToken.None))
{
    await PunctualityFigures.MeasureAsync(figures, azurite.ConnectionString, folder, createdByStorage);
}

data.Delete(recursive: true);
figures.Write();
return figures.AreKept ? 0 : 1;
