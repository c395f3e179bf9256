using Usher.LocalHost.Configuration;

namespace Usher.LocalHost;

/// <summary>What a newcomer needs next. The last line is the one that scripts wait for.</summary>
internal static class Banner
{
    public static void Write(int port, AppSettings settings, Action<string> report)
    {
        var url = $"http://localhost:{port}";
        if (HandlerSettings.FirstApiKey(settings["Usher__SeedKeys"] ?? "") is { } key)
        {
            report($$"""

                URL      {{url}}
                API key  {{key}}
                Manage   {{settings["Usher__ManagementKey"]}}
                Dashboard {{url}}/dashboard

                curl -X POST {{url}}/api/v1/bots -H 'Authorization: Token {{key}}' -H 'Content-Type: application/json' -d '{"meeting_url": "https://meet.google.com/abc-defg-hij", "bot_name": "Usher"}'

                """);
        }

        report($"Usher is ready: {url}");
    }
}
