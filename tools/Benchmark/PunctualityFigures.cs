using System.Text.Json;

namespace Usher.Benchmark;

/// <summary>
/// Many bots due in the same second: how late the last of them is told to join, next to what storage needs for the joins alone.
/// </summary>
internal static class PunctualityFigures
{
    private const int Bots = 500;
    private const int AtOnce = 16;
    private const double BudgetSeconds = 5;

    /// <summary>All of them must be created within this time.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public static async Task MeasureAsync(Figures figures, string storage, string appFolder, double writtenByStorage)
    {
        Figures.Begin($"{Bots} bots due in one second, in {Ahead.TotalSeconds:N0} s");
        await using var host = await BenchmarkHost.StartAsync(storage, appFolder);
        var now = TimeProvider.System.GetUtcNow();
        var due = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, now.Minute, now.Second, TimeSpan.Zero) + Ahead;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Bots),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (_, _) =>
            {
                var (status, body) = await host.Client.SendAsync(HttpMethod.Post, "/api/v1/bots", Bodies.Create(due, webhooks: "[]"));
                _ = status == 201 ? status : throw new InvalidOperationException($"{status} {body}");
            }
        );
        _ =
            TimeProvider.System.GetUtcNow() < due
                ? due
                : throw new InvalidOperationException("This machine is too slow to create them in time.");

        List<double> lateness = [];
        for (var after = ""; lateness.Count < Bots; )
        {
            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
            var (_, page) = await host.Client.SendAsync(HttpMethod.Get, $"/api/v1/events?limit=200{after}", null);
            lateness.AddRange(
                page.GetProperty("results")
                    .EnumerateArray()
                    .Where(IsJoin)
                    .Select(join => (join.GetProperty("created_at").GetDateTimeOffset() - due).TotalSeconds)
            );
            after = $"&after={Uri.EscapeDataString(page.GetProperty("next").GetString()!)}";
        }

        lateness.Sort();
        figures.Add($"lateness of {Bots} bots due in one second: median", lateness[Bots / 2], "s");
        figures.AddWithBudget(
            $"lateness of the last (a message and a transaction each take storage alone {Bots / writtenByStorage:N1} s)",
            lateness[^1],
            BudgetSeconds,
            "s"
        );
    }

    private static bool IsJoin(JsonElement next) => next.GetProperty("type").GetString() == "join_requested";
}
