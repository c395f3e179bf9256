using System.Net.Http.Headers;
using Usher.LocalHost;

namespace Usher.Benchmark;

/// <summary>
/// Requests per second through host and worker, over real HTTP and without any follow-up work, next to the bare storage operations they
/// consist of. Both on the same storage, one after the other.
/// </summary>
internal static class RequestFigures
{
    private const int Requests = 300;
    private const int Pages = 40;
    private const int Warming = 50;
    private const int AtOnce = 16;
    private const string Bots = "/api/v1/bots";

    /// <returns>How many creations per second storage alone achieves.</returns>
    public static async Task<double> MeasureAsync(Figures figures, string storage, string appFolder)
    {
        Figures.Begin($"Requests, {AtOnce} at a time, and what storage alone does");
        await using var host = await FunctionsHost.StartAsync(
            new FunctionsHostOptions
            {
                AppFolder = appFolder,
                Settings = AppSettings.Of(storage),
                RunsTriggers = false,
            },
            CancellationToken.None
        );
        using var client = new HttpClient { BaseAddress = host.Url };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Token", AppSettings.ApiKey);
        var floor = new StorageFloor(storage);
        var clock = TimeProvider.System;
        var scheduled = Bodies.Create(clock.GetUtcNow().AddHours(1));
        var joiningNow = "{\"meeting_url\": \"https://meet.google.com/abc-defg-hij\", \"bot_name\": \"Notetaker\"}"u8.ToArray();

        await PerSecondAsync(Warming, _ => SendAsync(client, HttpMethod.Post, Bots, scheduled));
        await PerSecondAsync(Warming, number => floor.CreateAsync(Requests + number));

        var (bots, joining) = (new string[Requests], new string[Requests]);
        var created = await PerSecondAsync(
            Requests,
            async number => bots[number] = await SendAsync(client, HttpMethod.Post, Bots, scheduled)
        );
        var createdByStorage = await PerSecondAsync(Requests, floor.CreateAsync);
        figures.AddWithFloor("create", created, createdByStorage, "/s");
        figures.AddWithFloor(
            "create, one at a time",
            await PerSecondAsync(Warming, _ => SendAsync(client, HttpMethod.Post, Bots, scheduled), atOnce: 1),
            await PerSecondAsync(Warming, number => floor.CreateAsync((2 * Requests) + number), atOnce: 1),
            "/s"
        );
        figures.AddWithFloor(
            "get, one at a time",
            await PerSecondAsync(Requests, number => SendAsync(client, HttpMethod.Get, $"{Bots}/{bots[number]}", null), atOnce: 1),
            await PerSecondAsync(Requests, floor.GetAsync, atOnce: 1),
            "/s"
        );
        figures.AddWithFloor(
            "get",
            await PerSecondAsync(Requests, number => SendAsync(client, HttpMethod.Get, $"{Bots}/{bots[number]}", null)),
            await PerSecondAsync(Requests, floor.GetAsync),
            "/s"
        );
        figures.AddWithFloor(
            "patch",
            await PerSecondAsync(Requests, number => SendAsync(client, HttpMethod.Patch, $"{Bots}/{bots[number]}", Bodies.Update(number))),
            await PerSecondAsync(Requests, floor.UpdateAsync),
            "/s"
        );
        await PerSecondAsync(Requests, async number => joining[number] = await SendAsync(client, HttpMethod.Post, Bots, joiningNow));
        figures.AddWithFloor(
            "leave",
            await PerSecondAsync(Requests, number => SendAsync(client, HttpMethod.Post, $"{Bots}/{joining[number]}/leave", null)),
            await PerSecondAsync(Requests, floor.LeaveAsync),
            "/s"
        );
        figures.AddWithFloor(
            $"list, the first 25 of {(2 * Requests) + Warming}",
            await PerSecondAsync(Pages, _ => SendAsync(client, HttpMethod.Get, Bots, null)),
            await PerSecondAsync(Pages, _ => floor.ListAsync(AppSettings.Project)),
            "/s"
        );
        return createdByStorage;
    }

    private static async Task<double> PerSecondAsync(int count, Func<int, Task> action, int atOnce = AtOnce)
    {
        var start = TimeProvider.System.GetTimestamp();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = atOnce },
            async (number, _) => await action(number)
        );
        return count / TimeProvider.System.GetElapsedTime(start).TotalSeconds;
    }

    /// <returns>The id of the bot in the answer, or an empty string.</returns>
    private static async Task<string> SendAsync(HttpClient client, HttpMethod method, string path, byte[]? body)
    {
        var (status, answer) = await client.SendAsync(method, path, body);
        return status is >= 200 and < 300
            ? (answer.TryGetProperty("id", out var id) ? id.GetString()! : "")
            : throw new InvalidOperationException($"{method} {path} was answered with {status} {answer}.");
    }
}
