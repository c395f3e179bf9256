using System.Text.Json;
using Usher.LocalHost.Storage;

namespace Usher.Benchmark;

/// <summary>
/// Whole lives per second that this machine sustains, from creation to <c>ended</c> with a runner that takes no time, and where the
/// processor time goes.
/// </summary>
internal static class LivesFigures
{
    private const int Bots = 200;
    private const int AtOnce = 16;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly byte[] Create =
        "{\"meeting_url\": \"https://meet.google.com/abc-defg-hij\", \"bot_name\": \"Notetaker\"}"u8.ToArray();

    public static async Task MeasureAsync(Figures figures, Azurite azurite, string appFolder)
    {
        Figures.Begin($"{Bots} whole lives, {AtOnce} creations at a time");
        foreach (var delay in (string[])["Admission", "Departure", "Processing"])
        {
            Environment.SetEnvironmentVariable($"Usher__Simulation__{delay}", "00:00:00");
        }

        await using var host = await BenchmarkHost.StartAsync(azurite.ConnectionString, appFolder, meetingLength: "00:00:00");
        var before = Times();
        var start = TimeProvider.System.GetTimestamp();
        var after = (await FeedAsync("latest")).Next;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Bots),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (_, _) =>
            {
                var (status, body) = await host.Client.SendAsync(HttpMethod.Post, "/api/v1/bots", Create);
                _ = status == 201 ? status : throw new InvalidOperationException($"{status} {body}");
            }
        );
        var created = TimeProvider.System.GetElapsedTime(start);
        for (var ended = 0; ended < Bots; )
        {
            await Task.Delay(Pause, TimeProvider.System);
            var (next, count) = await FeedAsync(after);
            (after, ended) = (next, ended + count);
        }

        var lived = TimeProvider.System.GetElapsedTime(start);
        var times = Times().Zip(before, (now, then) => (now - then).TotalMilliseconds / Bots).ToList();
        figures.Add($"creations with all follow-up work, {AtOnce} at a time", Bots / created.TotalSeconds, "/s");
        figures.Add("whole lives", Bots / lived.TotalSeconds, "/s");
        figures.Add("a life's processor time: storage", times[0], "ms");
        figures.Add("a life's processor time: host (and this client)", times[1], "ms");
        figures.Add("a life's processor time: worker", times[2], "ms");

        List<TimeSpan> Times() =>
            [Processes.TimeOf(azurite.ProcessId), Processes.TimeOf(Environment.ProcessId), Processes.TimeOf(host.WorkerProcessId)];

        async Task<(string Next, int Ended)> FeedAsync(string place)
        {
            var (_, page) = await host.Client.SendAsync(
                HttpMethod.Get,
                $"/api/v1/events?limit=200&after={Uri.EscapeDataString(place)}",
                null
            );
            return (page.GetProperty("next").GetString()!, page.GetProperty("results").EnumerateArray().Count(IsEnd));
        }
    }

    private static bool IsEnd(JsonElement next) => next.TryGetProperty("new_state", out var state) && state.GetString() == "ended";
}
