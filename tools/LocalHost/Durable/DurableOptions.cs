using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Usher.LocalHost.Durable;

/// <summary>The part of host.json's <c>extensions.durableTask</c> that matters on one machine, and faults for tests.</summary>
internal sealed partial record DurableOptions
{
    /// <summary>3 to 45 letters and digits, a letter first. Names the table.</summary>
    public string HubName { get; init; } = "TestHubName";

    public int MaxConcurrentOrchestratorFunctions { get; init; } = 10 * Environment.ProcessorCount;

    public int MaxConcurrentActivityFunctions { get; init; } = 10 * Environment.ProcessorCount;

    /// <summary>Every n-th activity runs twice, and every n-th event, result and timer is delivered twice. 0: never.</summary>
    public int DuplicateEvery { get; init; }

    /// <summary>Of the events raised before the first turn of an execution, every n-th is lost although it was accepted. 0: none.</summary>
    public int LoseEarlyEventEvery { get; init; }

    public string TableName => $"{HubName.ToLowerInvariant()}hub";

    /// <param name="settings">The app settings, for a hub name of the form <c>%SETTING%</c>.</param>
    /// <exception cref="LocalHostException">A value that the extension would not start with.</exception>
    public static DurableOptions Read(JsonObject hostJson, Func<string, string?> settings)
    {
        var section = hostJson["extensions"]?["durableTask"];
        var defaults = new DurableOptions();
        if (section?["extendedSessionsEnabled"]?.GetValue<bool>() == true)
        {
            throw new LocalHostException("host.json: durableTask.extendedSessionsEnabled must be off, the extension does not start with it for a custom handler.");
        }

        var hubName = section?["hubName"]?.GetValue<string>() ?? defaults.HubName;
        hubName = Setting.Replace(hubName, match => settings(match.Groups[1].Value) ?? match.Value);
        if (!HubNamePattern.IsMatch(hubName))
        {
            throw new LocalHostException($"host.json: durableTask.hubName '{hubName}' is not 3 to 45 letters and digits with a letter first.");
        }

        return defaults with
        {
            HubName = hubName,
            MaxConcurrentOrchestratorFunctions =
                section?["maxConcurrentOrchestratorFunctions"]?.GetValue<int>() ?? defaults.MaxConcurrentOrchestratorFunctions,
            MaxConcurrentActivityFunctions = section?["maxConcurrentActivityFunctions"]?.GetValue<int>() ?? defaults.MaxConcurrentActivityFunctions,
        };
    }

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Setting { get; }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{2,44}$")]
    private static partial Regex HubNamePattern { get; }
}
