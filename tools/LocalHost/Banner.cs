using Usher.LocalHost.Configuration;
using Usher.LocalHost.Storage;

namespace Usher.LocalHost;

/// <summary>What a newcomer needs next. Scripts wait for the last line.</summary>
internal static class Banner
{
    public static void Write(string url, IReadOnlyDictionary<string, string?> settings, Action<string> report)
    {
        if (AppSettings.FirstApiKey(settings.GetValueOrDefault("Usher__SeedKeys")) is { } key)
        {
            var bot = """{"meeting_url": "https://meet.google.com/abc-defg-hij", "bot_name": "Usher"}""";
            report(
                $"""

                URL       {url}
                API key   {key}
                Manage    {settings.GetValueOrDefault("Usher__ManagementKey")}
                Dashboard {url}/dashboard
                Storage   {StorageOf(settings)}

                curl -X POST {url}/api/v1/bots -H 'Authorization: Token {key}' -H 'Content-Type: application/json' -d '{bot}'

                """
            );
        }

        report($"Usher is ready: {url}");
    }

    /// <summary>For runners and the command line. The key of a real account must not get into a terminal.</summary>
    private static string StorageOf(IReadOnlyDictionary<string, string?> settings) =>
        settings.GetValueOrDefault("AzureWebJobsStorage") is { } storage && storage.Contains(Azurite.AccountKey, StringComparison.Ordinal)
            ? storage
            : "as given with --storage";
}
