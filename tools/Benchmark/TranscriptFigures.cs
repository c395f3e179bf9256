using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Usher.LocalHost;

namespace Usher.Benchmark;

/// <summary>How long it takes to read the transcript of a meeting of several hours, with the times of every word.</summary>
internal static class TranscriptFigures
{
    private const int Utterances = 10_000;
    private const int BatchSize = 40;
    private const int Words = 8;
    private const double BudgetMilliseconds = 1000;

    public static async Task MeasureAsync(Figures figures, string storage, string appFolder)
    {
        Figures.Begin($"A transcript of {Utterances:N0} utterances");
        await using var host = await FunctionsHost.StartAsync(
            new FunctionsHostOptions
            {
                AppFolder = appFolder,
                Settings = AppSettings.Of(storage),
                RunsTriggers = false,
            },
            CancellationToken.None
        );
        using var client = ClientOf(host, "Token", AppSettings.ApiKey);
        using var runner = ClientOf(host, "Bearer", AppSettings.RunnerKey);
        var created = await SendAsync(client, "/api/v1/bots", """{"meeting_url": "https://zoom.us/j/1", "bot_name": "Notetaker"}""");
        var bot = created.GetProperty("id").GetString();
        await SendAsync(runner, $"/runner/v1/bots/{bot}/events", """{"id": "joined", "type": "joined_meeting"}""");
        var start = TimeProvider.System.GetTimestamp();
        foreach (var batch in Enumerable.Range(0, Utterances).Chunk(BatchSize))
        {
            await SendAsync(runner, $"/runner/v1/bots/{bot}/utterances", Batch(batch));
        }

        var reported = TimeProvider.System.GetElapsedTime(start);
        figures.Add("utterances accepted from one runner, one batch at a time", Utterances / reported.TotalSeconds, "/s");
        figures.Add($"a transcript of {Utterances:N0} utterances, first request", await ReadAsync(client, bot!), "ms");
        figures.AddWithBudget(
            $"a transcript of {Utterances:N0} utterances, second request",
            await ReadAsync(client, bot!),
            BudgetMilliseconds,
            "ms"
        );
    }

    /// <returns>How many milliseconds it takes to read the whole transcript.</returns>
    private static async Task<double> ReadAsync(HttpClient client, string bot)
    {
        var start = TimeProvider.System.GetTimestamp();
        var transcript = await client.GetByteArrayAsync(new Uri($"/api/v1/bots/{bot}/transcript", UriKind.Relative));
        var time = TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;
        var count = JsonElement.Parse(transcript).GetArrayLength();
        return count == Utterances ? time : throw new InvalidOperationException($"The transcript has {count} utterances.");
    }

    private static string Batch(int[] numbers)
    {
        var words = string.Join(
            ',',
            Enumerable
                .Range(0, Words)
                .Select(word =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $$"""{"word":"word{{word}}","start":{{word * 0.3}},"end":{{(word * 0.3) + 0.25}},"confidence":0.98}"""
                    )
                )
        );
        var text = string.Join(' ', Enumerable.Range(0, Words).Select(word => $"word{word}"));
        var utterances = numbers.Select(number =>
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""
                {
                  "participant": {"uuid": "{{number % 5}}", "name": "Speaker {{number % 5}}"},
                  "timestamp_ms": {{1_767_225_600_000 + (number * 3000L)}}, "duration_ms": 2400,
                  "transcription": {"transcript": "{{text}}", "words": [{{words}}]}
                }
                """
            )
        );
        return $$"""{"id": "{{numbers[0]}}", "utterances": [{{string.Join(',', utterances)}}]}""";
    }

    private static HttpClient ClientOf(FunctionsHost host, string scheme, string key)
    {
        var client = new HttpClient { BaseAddress = host.Url };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(scheme, key);
        return client;
    }

    private static async Task<JsonElement> SendAsync(HttpClient client, string path, string body)
    {
        var (status, answer) = await client.SendAsync(HttpMethod.Post, path, Encoding.UTF8.GetBytes(body));
        return status is >= 200 and < 300 ? answer : throw new InvalidOperationException($"{path} was answered with {status} {answer}.");
    }
}
