using System.Collections;
using Usher.LocalHost.App;
using Usher.LocalHost.Configuration;
using Usher.LocalHost.Http;
using Usher.LocalHost.Processes;
using Usher.LocalHost.Storage;

namespace Usher.LocalHost;

/// <summary>Brings everything up in order, keeps it up, and takes it down in the reverse order.</summary>
internal sealed class DevelopmentHost(LocalHostOptions options, Action<string> report, TimeProvider clock)
{
    private static readonly TimeSpan PauseBeforeRestart = TimeSpan.FromSeconds(1);

    /// <summary>Runs until <paramref name="stop"/> is cancelled, which is a good end.</summary>
    /// <exception cref="LocalHostException">It cannot start, or cannot go on.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        using var data = DataFolder.Open(options.DataFolder);
        await using var frontEnd = await FrontEnd.StartAsync(options.Port, report);
        using var guard = Guard.Start();
        await using var azurite = options.StorageConnectionString is null ? await StartAzuriteAsync(data, guard, stop) : null;
        var appFolder = options.AppFolder ?? (options.NoBuild ? AppPublisher.Folder : await AppPublisher.PublishAsync(guard, report, clock, stop));

        var storage = options.StorageConnectionString ?? azurite!.ConnectionString;
        var local = AppSettings.ReadLocalSettings(Path.Combine(Repository.Root, "local.settings.json"));
        var settings = HandlerSettings.Create(options, storage, data.Keys(), EnvironmentVariables(), local);
        var setup = new FunctionsHostSetup(options, appFolder, data.Timers, settings, guard, frontEnd.Services, report, clock);

        var running = KeepRunningAsync(setup, frontEnd, stop);
        if (azurite is not null && await Task.WhenAny(running, azurite.Exited) == azurite.Exited && !stop.IsCancellationRequested)
        {
            throw new LocalHostException($"Azurite has ended with exit code {await azurite.Exited}; without storage nothing goes on.{Environment.NewLine}{azurite.LastOutput}");
        }

        await running;
    }

    private async Task<Azurite> StartAzuriteAsync(DataFolder data, Guard guard, CancellationToken stop)
    {
        report("Starting storage...");
        var azurite = await Azurite.StartAsync(data.Azurite, guard, report, clock, stop);
        report($"Azurite started: pid {azurite.ProcessId}");
        return azurite;
    }

    // One life of the host after the other, as the platform does it. The first has to start; one that follows it is tried until it does.
    private async Task KeepRunningAsync(FunctionsHostSetup setup, FrontEnd frontEnd, CancellationToken stop)
    {
        await LiveAsync(setup, frontEnd, stop);
        while (!options.CrashLimit)
        {
            report("The host is started again, as the platform does.");
            await Task.Delay(PauseBeforeRestart, clock, stop);
            try
            {
                await LiveAsync(setup, frontEnd, stop);
            }
            catch (Exception exception) when (!stop.IsCancellationRequested)
            {
                report(exception.Message);
            }
        }

        throw new LocalHostException("--crash-limit: the host is not started again.");
    }

    /// <summary>Until the handler has failed too often.</summary>
    private async Task LiveAsync(FunctionsHostSetup setup, FrontEnd frontEnd, CancellationToken stop)
    {
        report("Starting the app...");
        await using var host = await FunctionsHost.StartAsync(setup, stop);
        frontEnd.Pipeline = host.Pipeline;
        host.StartTriggers();
        Banner.Write(options.Port, setup.Settings, report);
        await host.Ended.WaitAsync(stop);
        frontEnd.Pipeline = null;
        report("The handler has failed three times within 30 minutes, which ends the host.");
    }

    private static Dictionary<string, string> EnvironmentVariables() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "");
}
