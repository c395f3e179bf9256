using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Usher.LocalHost;
using Usher.LocalHost.Processes;

namespace Usher.Benchmark;

/// <summary>What a bot's life costs in storage transactions: bots that are scheduled, wait in the lobby, record, leave and end, through the development host and the real app.</summary>
internal static class LifetimeFigures
{
    private const int Bots = 10;
    private const double OwnBudget = 120;
    private const double TaskHubBudget = 30;
    private const string Key = "key-of-the-benchmark";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Tables, queues and containers of the app itself; all others are the task hub's and the host's.</summary>
    private static readonly string[] Own = ["bots", "deadlines", "heartbeats", "projects", "apikeys", "botindex", "bot-events", "bot-commands", "bot-images", "webhook-deliveries", "webhookdeliveries"];

    public static async Task MeasureAsync(Figures figures, string storage, string appFolder)
    {
        Figures.Begin($"The lives of {Bots} bots");
        Environment.SetEnvironmentVariable("Usher__SeedKeys", $"local={Key}");
        Environment.SetEnvironmentVariable("Usher__Simulation__MeetingLength", "00:00:02");
        await using var proxy = await CountingProxy.StartAsync(storage);
        var port = LoopbackPort.Free();
        var data = Directory.CreateTempSubdirectory("usher-benchmark");
        var options = new LocalHostOptions { Port = port, StorageConnectionString = proxy.ConnectionString, DataFolder = data.FullName, QueueLease = TimeSpan.FromMinutes(10), AppFolder = appFolder };
        var isReady = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = new CancellationTokenSource();
        var host = new DevelopmentHost(options, line => _ = line.StartsWith("Usher is ready", StringComparison.Ordinal) && isReady.TrySetResult(), TimeProvider.System).RunAsync(stop.Token);
        var looks = 0;
        try
        {
            await (await Task.WhenAny(isReady.Task, host)).WaitAsync(Patience, TimeProvider.System);
            using var client = new HttpClient { BaseAddress = new Uri($"http://localhost:{port}") };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Token", Key);
            proxy.Counts.Clear();
            looks = (await Task.WhenAll(Enumerable.Range(0, Bots).Select(_ => LiveAsync(client))).WaitAsync(Patience, TimeProvider.System)).Sum();
        }
        finally
        {
            await stop.CancelAsync();
            await host.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            data.Delete(recursive: true);
        }

        var counts = proxy.Counts.ToDictionary(StringComparer.Ordinal);
        var own = counts.Where(pair => Own.Contains(pair.Key)).Sum(pair => pair.Value) - looks;
        figures.AddWithBudget("transactions a life, own tables and queues", own / (double)Bots, OwnBudget, "");
        figures.AddWithBudget("transactions a life, task hub of the development host", (counts.Values.Sum() - looks - own) / (double)Bots, TaskHubBudget, "");
        foreach (var (name, count) in counts.OrderByDescending(pair => pair.Value))
        {
            Console.WriteLine($"    {name}: {count / (double)Bots:N1}");
        }
    }

    /// <returns>How often the bot was looked at meanwhile: one read each, which are the caller's and not part of a life.</returns>
    private static async Task<int> LiveAsync(HttpClient client)
    {
        var looks = 0;
        var (_, created) = await SendAsync(client, HttpMethod.Post, "/api/v1/bots", Bodies.Create(TimeProvider.System.GetUtcNow().AddSeconds(5), webhooks: "[]"));
        var path = $"/api/v1/bots/{created.GetProperty("id").GetString()}";
        var hasLeft = false;
        for (var state = ""; state != "ended";)
        {
            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
            var (_, bot) = await SendAsync(client, HttpMethod.Get, path, null);
            looks++;
            state = bot.GetProperty("state").GetString()!;
            if (state == "fatal_error")
            {
                throw new InvalidOperationException($"The bot has failed: {bot}");
            }

            hasLeft = hasLeft || (state == "joined_recording" && (await SendAsync(client, HttpMethod.Post, $"{path}/leave", null)).Status == 200);
        }

        return looks;
    }

    private static async Task<(int Status, JsonElement Body)> SendAsync(HttpClient client, HttpMethod method, string path, byte[]? body)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(Encoding.UTF8.GetString(body), Encoding.UTF8, "application/json");
        }

        using var response = await client.SendAsync(request);
        return ((int)response.StatusCode, JsonElement.Parse(await response.Content.ReadAsByteArrayAsync()));
    }
}
