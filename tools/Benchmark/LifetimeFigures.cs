namespace Usher.Benchmark;

/// <summary>
/// What a bot's life costs in storage transactions, for bots that are scheduled, wait in the lobby, record, leave and end, through the
/// development host and the real app.
/// </summary>
internal static class LifetimeFigures
{
    private const int Bots = 10;
    private const double OwnBudget = 120;
    private const double TaskHubBudget = 120;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Tables, queues and containers of the app itself; all others belong to the task hub and the host.</summary>
    private static readonly string[] Own =
    [
        "bots",
        "deadlines",
        "heartbeats",
        "projects",
        "apikeys",
        "botindex",
        "bot-events",
        "meeting-events",
        "bot-commands",
        "bot-images",
        "bot-media",
        "recordings",
        "webhook-deliveries",
        "webhookdeliveries",
        "webhookdeadlines",
    ];

    /// <summary>
    /// The budget is for a life in which nobody else joins; next to it is a meeting of two people who talk, chat and are recorded.
    /// </summary>
    public static async Task MeasureAsync(Figures figures, string storage, string appFolder)
    {
        Figures.Begin($"The lives of {Bots} bots");
        var (own, taskHub) = await CountAsync(storage, appFolder, meetingLength: "00:00:00");
        figures.AddWithBudget("transactions per life, own tables and queues", own, OwnBudget, "");
        figures.AddWithBudget("transactions per life, task hub of the development host", taskHub, TaskHubBudget, "");
        (own, _) = await CountAsync(storage, appFolder, meetingLength: "00:01:00");
        figures.Add("transactions per life with a meeting of two people, own tables and queues", own, "");
    }

    private static async Task<(double Own, double TaskHub)> CountAsync(string storage, string appFolder, string meetingLength)
    {
        await using var proxy = await CountingProxy.StartAsync(storage);
        int looks;
        await using (var host = await BenchmarkHost.StartAsync(proxy.ConnectionString, appFolder, meetingLength: meetingLength))
        {
            proxy.Counts.Clear();
            looks = (
                await Task.WhenAll(Enumerable.Range(0, Bots).Select(_ => LiveAsync(host.Client))).WaitAsync(Patience, TimeProvider.System)
            ).Sum();
        }

        var counts = proxy.Counts.ToDictionary(StringComparer.Ordinal);
        var own = counts.Where(pair => Own.Contains(pair.Key)).Sum(pair => pair.Value) - looks;
        foreach (var (name, count) in counts.OrderByDescending(pair => pair.Value))
        {
            Console.WriteLine($"    {name}: {count / (double)Bots:N1}");
        }

        return (own / (double)Bots, (counts.Values.Sum() - looks - own) / (double)Bots);
    }

    /// <returns>How often the bot was polled meanwhile: each poll costs one read, which is the caller's and not part of the life.</returns>
    private static async Task<int> LiveAsync(HttpClient client)
    {
        var looks = 0;
        var (_, created) = await client.SendAsync(
            HttpMethod.Post,
            "/api/v1/bots",
            Bodies.Create(TimeProvider.System.GetUtcNow().AddSeconds(5), webhooks: "[]")
        );
        var path = $"/api/v1/bots/{created.GetProperty("id").GetString()}";
        var hasLeft = false;
        for (var state = ""; state != "ended"; )
        {
            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
            var (_, bot) = await client.SendAsync(HttpMethod.Get, path, null);
            looks++;
            state = bot.GetProperty("state").GetString()!;
            if (state == "fatal_error")
            {
                throw new InvalidOperationException($"The bot has failed: {bot}");
            }

            hasLeft =
                hasLeft || (state == "joined_recording" && (await client.SendAsync(HttpMethod.Post, $"{path}/leave", null)).Status == 200);
        }

        return looks;
    }
}
