using Usher.LocalHost.App;
using Usher.LocalHost.Configuration;
using Usher.LocalHost.Processes;
using Usher.LocalHost.Storage;

namespace Usher.LocalHost;

/// <summary>Starts everything in order, keeps it running, and stops it in reverse order.</summary>
internal sealed class DevelopmentHost(LocalHostOptions options, Action<string> report, TimeProvider clock)
{
    private static readonly TimeSpan PauseBeforeRestart = TimeSpan.FromSeconds(1);

    /// <summary>Runs until <paramref name="stop"/> is cancelled, which is the normal end.</summary>
    /// <exception cref="LocalHostException">It cannot start, or cannot continue.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        if (LoopbackPort.IsTaken(options.Port))
        {
            throw new LocalHostException(
                $"Port {options.Port} is taken. Stop whatever is listening on it, or choose another port with --port."
            );
        }

        await (options.StorageConnectionString is { } given ? GivenStorage.CheckAsync(given, stop) : Task.CompletedTask);
        using var data = DataFolder.Open(options.DataFolder);
        var local = AppSettings.ReadLocalSettings(Path.Combine(Repository.Root, "local.settings.json"));
        await using var azurite = options.StorageConnectionString is null ? await StartAzuriteAsync(data, stop) : null;
        var storage = options.StorageConnectionString ?? azurite!.ConnectionString;
        var host = new FunctionsHostOptions
        {
            AppFolder = await PrepareAppAsync(data, stop),
            Settings = AppSettings.Create(options, storage, data.Keys(), local),
            Port = options.Port,
            QueueLease = options.QueueLease,
            Report = new StorageOutage(storage, report, clock, stop).Report,
            Clock = clock,
        };

        var running = KeepRunningAsync(host, stop);
        if (azurite is not null && await Task.WhenAny(running, azurite.Exited) != running && !stop.IsCancellationRequested)
        {
            throw new LocalHostException(
                $"Azurite has ended with exit code {await azurite.Exited}; the host cannot run without storage."
                    + Environment.NewLine
                    + azurite.LastOutput
            );
        }

        await running;
    }

    private async Task<Azurite> StartAzuriteAsync(DataFolder data, CancellationToken stop)
    {
        report("Starting storage...");
        var azurite = await Azurite.StartAsync(data.Azurite, report, clock, stop);
        report($"Azurite started: pid {azurite.ProcessId}");
        return azurite;
    }

    private async Task<string> PrepareAppAsync(DataFolder data, CancellationToken stop)
    {
        if (options.AppFolder is { } app)
        {
            return app;
        }

        if (!options.NoBuild)
        {
            await AppBuilder.BuildAsync(data.App, report, clock, stop);
        }
        else if (!Directory.Exists(data.App))
        {
            throw new LocalHostException("--no-build starts the latest build, but there is none. Start once without it.");
        }

        return data.App;
    }

    // One life of the host after another, as on the platform. The first one must start; later ones are retried until they do.
    private async Task KeepRunningAsync(FunctionsHostOptions host, CancellationToken stop)
    {
        await LiveAsync(host, stop);
        while (!options.CrashLimit)
        {
            report("Restarting the host, as the platform would.");
            await Task.Delay(PauseBeforeRestart, clock, stop);
            try
            {
                await LiveAsync(host, stop);
            }
            catch (Exception exception) when (!stop.IsCancellationRequested)
            {
                report(exception.Message);
            }
        }

        throw new LocalHostException("--crash-limit: the host is not restarted.");
    }

    /// <summary>Runs until the host cannot continue and has said why.</summary>
    private async Task LiveAsync(FunctionsHostOptions options, CancellationToken stop)
    {
        report("Starting the app...");
        await using var host = await FunctionsHost.StartAsync(options, stop);
        Banner.Write(host.Url.GetLeftPart(UriPartial.Authority), options.Settings, report);
        await host.Ended.WaitAsync(stop);
    }
}
