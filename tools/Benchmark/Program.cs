using Usher.Benchmark;
using Usher.LocalHost.App;
using Usher.LocalHost.Processes;
using Usher.LocalHost.Storage;

// Figures of this machine, at this moment: the column on the right makes them comparable with others.
var figures = new Figures();
using var guard = Guard.Start();
var folder = await AppPublisher.PublishAsync(guard, Console.WriteLine, TimeProvider.System, CancellationToken.None);
PureFigures.Measure(figures);
await using (var azurite = await Azurite.StartAsync(location: null, guard, Console.WriteLine, TimeProvider.System, CancellationToken.None))
{
    await RequestFigures.MeasureAsync(figures, azurite.ConnectionString);
}

await using (var azurite = await Azurite.StartAsync(location: null, guard, Console.WriteLine, TimeProvider.System, CancellationToken.None))
{
    await LifetimeFigures.MeasureAsync(figures, azurite.ConnectionString, folder);
    await ExecutableFigures.MeasureAsync(figures, guard, azurite.ConnectionString, folder);
}

figures.Write();
return figures.AreKept ? 0 : 1;
