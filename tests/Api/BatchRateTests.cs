using Usher.Api;
using Usher.Tests.Support;

namespace Usher.Tests.Api;

/// <summary>A runner that floods its meeting is throttled, and no other runner is.</summary>
public sealed class BatchRateTests(AzuriteFixture azurite)
{
    private static readonly string[] Batches = ["utterances", "participants", "chat_messages"];

    [Fact]
    public async Task A_runner_that_sends_too_many_batches_is_told_when_to_retry()
    {
        await using var app = await StartAsync();
        var bot = await ABotInAMeetingAsync(app);

        Assert.Equal((200, 200, 200), (await SayAsync(app, bot, 1), await SayAsync(app, bot, 2), await SayAsync(app, bot, 3)));
        app.Clock.Advance(TimeSpan.FromSeconds(5));
        foreach (var batch in Batches)
        {
            using var runner = app.RunnerClient();
            using var refused = await runner.PostAsync(
                new Uri($"/runner/v1/bots/{bot}/{batch}", UriKind.Relative),
                content: null,
                TestContext.Current.CancellationToken
            );
            Assert.Equal((429, TimeSpan.FromSeconds(15)), ((int)refused.StatusCode, refused.Headers.RetryAfter?.Delta));
            Assert.Equal(
                """{"error":"Too many batches for this bot. Send this one again in 15 s, and put more entries into each."}""",
                await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
            );
        }

        app.Clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal((200, 429), (await SayAsync(app, bot, 4), await SayAsync(app, bot, 5)));
        var (_, transcript) = await app.Client.SendAsync("GET", $"/api/v1/bots/{bot}/transcript");
        Assert.Equal(
            ["1", "2", "3", "4"],
            transcript.EnumerateArray().Select(said => said.GetProperty("transcription").GetProperty("transcript").GetString())
        );
    }

    [Fact]
    public async Task A_flood_of_batches_blocks_neither_other_bots_nor_the_bots_own_state_reports()
    {
        await using var app = await StartAsync();
        var (bot, other) = (await ABotInAMeetingAsync(app), await ABotInAMeetingAsync(app));
        for (var number = 0; number < 20; number++)
        {
            await SayAsync(app, bot, number);
        }

        Assert.Equal(429, await SayAsync(app, bot, 20));
        Assert.Equal(200, await SayAsync(app, other, 1));
        using var runner = app.RunnerClient();
        for (var number = 0; number < 5; number++)
        {
            Assert.Equal(204, (await runner.SendAsync("POST", $"/runner/v1/bots/{bot}/heartbeat")).Status);
        }

        Assert.Equal(200, (await app.Client.SendAsync("POST", $"/api/v1/bots/{bot}/leave")).Status);
        foreach (var type in (string[])["left_meeting", "recording_saved", "transcription_completed", "post_processing_completed"])
        {
            Assert.Equal(200, (await app.ReportAsync(bot, type)).Status);
        }
    }

    [Fact]
    public void A_bucket_unused_for_a_minute_is_forgotten()
    {
        var clock = new ManualTime();
        var buckets = new RequestBuckets(2, clock);
        buckets.Take("a");
        clock.Advance(TimeSpan.FromSeconds(30));
        buckets.Take("b");
        buckets.Take("b");

        clock.Advance(TimeSpan.FromSeconds(30));

        // b has regained one of its two tokens; it was last counted half a minute ago.
        Assert.Equal((0, 0, 60), buckets.Take("b"));
        Assert.Equal(1, buckets.Count);
    }

    private Task<TestApp> StartAsync() => TestApp.StartAsync(azurite.ConnectionString, null, "--Usher:Limits:BatchesPerMinute=3");

    private static async Task<string> ABotInAMeetingAsync(TestApp app)
    {
        var bot = await app.CreateBotAsync();
        Assert.Equal(200, (await app.ReportAsync(bot, "joined_meeting")).Status);
        return bot;
    }

    private static async Task<int> SayAsync(TestApp app, string bot, int number)
    {
        using var runner = app.RunnerClient();
        var (status, _) = await runner.SendAsync(
            "POST",
            $"/runner/v1/bots/{bot}/utterances",
            $$$"""{"id": "{{{number}}}", "utterances": [{"participant": {"uuid": "u"}, "timestamp_ms": {{{number}}}, "duration_ms": 1, "transcription": {"transcript": "{{{number}}}"}}]}"""
        );
        return status;
    }
}
