namespace Usher.LocalHost.Configuration;

/// <summary>Puts the app settings together, from the strongest source to the weakest.</summary>
internal static class HandlerSettings
{
    /// <param name="environment">The development host's own environment.</param>
    /// <param name="local"><c>Values</c> of local.settings.json.</param>
    public static AppSettings Create(
        LocalHostOptions options,
        string storageConnectionString,
        DevelopmentKeys keys,
        IReadOnlyDictionary<string, string> environment,
        IReadOnlyDictionary<string, string> local)
    {
        // Not to be overridden: with these the pumps and the app would look at different places.
        var own = new Dictionary<string, string>
        {
            ["AzureWebJobsStorage"] = storageConnectionString,
            ["FUNCTIONS_WORKER_RUNTIME"] = "custom",
            ["WEBSITE_HOSTNAME"] = $"localhost:{options.Port}",
        };
        if (options.Runner is { } runner)
        {
            own["Usher__Runner"] = RunnerName(runner);
        }

        var defaults = new Dictionary<string, string>
        {
            ["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development",
            ["Usher__PublicUrl"] = $"http://localhost:{options.Port}",
            ["Usher__SeedKeys"] = $"local={keys.ApiKey}",
            ["Usher__TokenKey"] = keys.TokenKey,
            ["Usher__EncryptionKey"] = keys.EncryptionKey,
            ["Usher__ManagementKey"] = keys.ManagementKey,
            ["Usher__Webhooks__AllowLoopback"] = "true",
            ["Usher__Runner"] = RunnerName(BotRunner.Simulated),
            ["Usher__Lifecycle__StageLead"] = "00:00:00",
            ["Usher__Lifecycle__LeaveTimeout"] = "00:00:10",
        };

        var settings = new Dictionary<string, string>();
        foreach (var source in (IReadOnlyDictionary<string, string>[])[own, environment, local, defaults])
        {
            foreach (var (name, value) in source)
            {
                settings.TryAdd(name, value);
            }
        }

        if (settings["Usher__Runner"] == RunnerName(BotRunner.External))
        {
            // The commands are for the real runner: the one in the app must not take them off the queue.
            settings.TryAdd("AzureWebJobs.RunSimulatedMeeting.Disabled", "true");
        }

        return new AppSettings(settings);
    }

    /// <summary>The first key of <c>Usher__SeedKeys</c> ("A=key-a;B!=key-b") that is not disabled; null where there is none.</summary>
    public static string? FirstApiKey(string seedKeys) =>
        seedKeys.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(entry => entry.Split('=', 2))
            .FirstOrDefault(entry => entry is [var project, _] && !project.EndsWith('!'))?[1];

    private static string RunnerName(BotRunner runner) => runner == BotRunner.Simulated ? "simulated" : "external";
}
