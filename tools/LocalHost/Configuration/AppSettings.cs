using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Usher.LocalHost.Configuration;

/// <summary>The settings that the app is started with.</summary>
internal static class AppSettings
{
    /// <summary>Combines the sources, strongest first: the command line, the environment, local.settings.json, defaults.</summary>
    /// <param name="options">The command-line options.</param>
    /// <param name="storage">The connection string.</param>
    /// <param name="keys">The keys from the data folder.</param>
    /// <param name="local"><c>Values</c> from local.settings.json.</param>
    public static Dictionary<string, string?> Create(
        LocalHostOptions options,
        string storage,
        DevelopmentKeys keys,
        IEnumerable<KeyValuePair<string, string?>> local
    )
    {
        var settings = new Dictionary<string, string?>
        {
            // Cannot be overridden: otherwise the host and the app would use different storage.
            ["AzureWebJobsStorage"] = storage,
            ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated",
            ["WEBSITE_HOSTNAME"] = $"localhost:{options.Port}",
        };
        if (options.Runner is { } runner)
        {
            settings["Usher__Runner"] = NameOf(runner);
        }

        var environment = Environment
            .GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .Select(variable => KeyValuePair.Create((string)variable.Key, (string?)variable.Value));
        foreach (var (name, value) in environment.Concat(local).Concat(Defaults(options, keys)))
        {
            settings.TryAdd(name, value);
        }

        if (settings["Usher__Runner"] == NameOf(BotRunner.External))
        {
            // The commands are for the real runner: the app's own must not take them off the queue.
            settings.TryAdd("AzureWebJobs.RunSimulatedMeeting.Disabled", "true");
        }

        return settings;
    }

    /// <summary><c>Values</c> from local.settings.json, as <c>func start</c> reads it; empty if there is no such file.</summary>
    /// <exception cref="LocalHostException">The file is not JSON, or not in the expected form.</exception>
    public static Dictionary<string, string?> ReadLocalSettings(string path)
    {
        try
        {
            var options = new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };
            var values = File.Exists(path) ? JsonNode.Parse(File.ReadAllText(path), documentOptions: options)?["Values"]?.AsObject() : null;
            return values?.ToDictionary(setting => setting.Key, setting => setting.Value?.ToString()) ?? [];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new LocalHostException($"{path} cannot be used: {exception.Message}", exception);
        }
    }

    /// <summary>The first key of <c>Usher__SeedKeys</c> ("A=key-a;B!=key-b") that is not disabled; null if there is none.</summary>
    public static string? FirstApiKey(string? seedKeys) =>
        (seedKeys ?? "")
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(entry => entry.Split('=', 2))
            .FirstOrDefault(entry => entry is [var project, _] && !project.EndsWith('!'))
            ?[1];

    private static Dictionary<string, string?> Defaults(LocalHostOptions options, DevelopmentKeys keys) =>
        new()
        {
            ["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development",
            ["Usher__PublicUrl"] = $"http://localhost:{options.Port}",
            ["Usher__SeedKeys"] = $"local={keys.ApiKey}",
            ["Usher__TokenKey"] = keys.TokenKey,
            ["Usher__EncryptionKey"] = keys.EncryptionKey,
            ["Usher__ManagementKey"] = keys.ManagementKey,
            ["Usher__Webhooks__AllowLoopback"] = "true",
            ["Usher__Runner"] = NameOf(BotRunner.Simulated),
            ["Usher__Lifecycle__StageLead"] = "00:00:00",
            ["Usher__Lifecycle__LeaveTimeout"] = "00:00:10",
        };

    private static string NameOf(BotRunner runner) => runner is BotRunner.Simulated ? "simulated" : "external";
}
