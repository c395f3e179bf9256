using System.Net.Http.Headers;
using System.Text;
using Usher.LocalHost;

namespace Usher.Benchmark;

/// <summary>
/// How much memory many requests with the largest bodies and images take, and how much of it stays in use. The smallest instance has 512
/// MB.
/// </summary>
internal static class MemoryFigures
{
    private const int OfEach = 20;
    private const int BodyLength = 9_900_000;
    private const double PeakBudget = 300;
    private const double LaterBudget = 165;

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(30);

    public static async Task MeasureAsync(Figures figures, string storage, string appFolder)
    {
        Figures.Begin("Memory");
        var process = 0;
        await using var host = await FunctionsHost.StartAsync(
            new FunctionsHostOptions
            {
                AppFolder = appFolder,
                Settings = AppSettings.Of(storage),
                RunsTriggers = false,
                Report = line =>
                    process = line.StartsWith(Processes.WorkerStarted, StringComparison.Ordinal) ? Processes.IdIn(line) : process,
            },
            CancellationToken.None
        );
        using var client = new HttpClient { BaseAddress = host.Url };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Token", AppSettings.ApiKey);
        var (body, picture) = (
            Encoding.UTF8.GetBytes(
                Create(
                    $$"""
                    "metadata": {"a": "{{new string('a', BodyLength)}}"}
                    """
                )
            ),
            Encoding.UTF8.GetBytes(
                Create(
                    $$"""
                    "bot_image": {"type": "image/png", "data": "{{Convert.ToBase64String(Pictures.Png(1000, 1740))}}"}
                    """
                )
            )
        );
        var isSent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var watching = PeakAsync(process, isSent.Task);
        var sent = await Task.WhenAll(
            Enumerable
                .Range(0, 2 * OfEach)
                .Select(number => client.SendAsync(HttpMethod.Post, "/api/v1/bots", number % 2 == 0 ? body : picture))
        );
        isSent.SetResult();
        figures.AddWithBudget($"memory: {OfEach} bodies of 9.9 MB and {OfEach} images of 5 MiB at once", await watching, PeakBudget, "MB");
        foreach (var answers in sent.CountBy(answer => answer.Status).OrderBy(answers => answers.Key))
        {
            figures.Add($"memory: of these, answered with {answers.Key}", answers.Value, "");
        }

        await Task.Delay(Later, TimeProvider.System);
        figures.AddWithBudget("memory: half a minute later", Processes.ResidentMegabytesOf(process), LaterBudget, "MB");
    }

    private static async Task<double> PeakAsync(int process, Task end)
    {
        var peak = 0.0;
        while (!end.IsCompleted)
        {
            peak = Math.Max(peak, Processes.ResidentMegabytesOf(process));
            await Task.Delay(Glance, TimeProvider.System);
        }

        return peak;
    }

    private static string Create(string field) =>
        $$"""{"meeting_url": "https://meet.google.com/abc-defg-hij", "bot_name": "x", {{field}}}""";
}
