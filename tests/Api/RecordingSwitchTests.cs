using Usher.Tests.Support;

namespace Usher.Tests.Api;

/// <summary>Pausing and resuming a recording; the request waits up to a second for the runner.</summary>
public sealed class RecordingSwitchTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString, TimeProvider.System);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task The_answer_is_the_bot_if_the_runner_pauses_and_resumes_in_time()
    {
        var bot = await ARecordingBotAsync();

        var paused = await MeanwhileAsync(PauseAsync(bot), bot, "recording_paused");
        var resumed = await MeanwhileAsync(ResumeAsync(bot), bot, "recording_resumed");

        Assert.Equal(200, paused.Status);
        Assert.Contains("\"state\":\"joined_recording_paused\",", paused.Body, StringComparison.Ordinal);
        Assert.Contains("\"recording_state\":\"paused\",", paused.Body, StringComparison.Ordinal);
        Assert.Equal(200, resumed.Status);
        Assert.Contains("\"state\":\"joined_recording\",", resumed.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_timely_pause_the_answer_says_so_and_the_pause_may_come_later()
    {
        var bot = await ARecordingBotAsync();

        Assert.Equal(new Answer(400, """{"error":"Unable to pause recording"}"""), await PauseAsync(bot));
        Assert.Equal(200, (await app.ReportAsync(bot, "recording_paused")).Status);
        Assert.Equal(
            new Answer(400, """{"error":"Bot is in state joined_recording_paused and cannot pause recording"}"""),
            await PauseAsync(bot)
        );
        Assert.Equal(new Answer(400, """{"error":"Unable to resume recording"}"""), await ResumeAsync(bot));
    }

    [Fact]
    public async Task A_bot_that_moves_on_instead_cannot_be_paused()
    {
        var bot = await ARecordingBotAsync();

        var answer = await MeanwhileAsync(PauseAsync(bot), bot, "meeting_ended");

        Assert.Equal(new Answer(400, """{"error":"Bot is in state post_processing and cannot pause recording"}"""), answer);
    }

    [Fact]
    public async Task A_repeated_pause_gets_the_first_answer()
    {
        var bot = await ARecordingBotAsync();

        var first = await MeanwhileAsync(PauseAsync(bot, ("Idempotency-Key", "k")), bot, "recording_paused");
        await app.ReportAsync(bot, "recording_resumed");
        var again = await PauseAsync(bot, ("Idempotency-Key", "k"));
        var late = await PauseAsync(bot, ("Idempotency-Key", "late"));
        await app.ReportAsync(bot, "recording_paused", id: "second");
        var lateAgain = await PauseAsync(bot, ("Idempotency-Key", "late"));

        Assert.Equal((200, first with { IsReplayed = true }), (first.Status, again));
        Assert.Equal((400, late with { IsReplayed = true }), (late.Status, lateAgain));
    }

    [Fact]
    public async Task Simultaneous_requests_with_one_key_pause_once_and_get_the_same_answer()
    {
        var bot = await ARecordingBotAsync();

        var both = Task.WhenAll(PauseAsync(bot, ("Idempotency-Key", "k")), PauseAsync(bot, ("Idempotency-Key", "k")));
        await CommandIsThereAsync(bot);
        Assert.Equal(200, (await app.ReportAsync(bot, "recording_paused")).Status);
        var answers = await both;

        Assert.Equal((200, answers[0].Body), (answers[0].Status, answers[1].Body));
        Assert.Equal(["\"5\"", "\"5\""], answers.Select(answer => answer.ETag));
    }

    private Task<Answer> ResumeAsync(string bot) => app.Client.AskAsync("POST", $"/api/v1/bots/{bot}/resume_recording");

    private Task<Answer> PauseAsync(string bot, params (string Name, string Value)[] headers) =>
        app.Client.AskAsync("POST", $"/api/v1/bots/{bot}/pause_recording", null, headers);

    /// <summary>The runner reports while the request waits, as soon as its command has arrived.</summary>
    private async Task<Answer> MeanwhileAsync(Task<Answer> request, string bot, string report)
    {
        await CommandIsThereAsync(bot);
        Assert.Equal(200, (await app.ReportAsync(bot, report)).Status);
        return await request;
    }

    private async Task CommandIsThereAsync(string bot) =>
        await Eventually.GetAsync(
            async () =>
                (await app.Client.SendAsync("GET", $"/api/v1/bots/{bot}/events"))
                    .Body.GetProperty("results")
                    .EnumerateArray()
                    .Last()
                    .GetProperty("type")
                    .GetString(),
            type => type == "command_requested"
        );

    private async Task<string> ARecordingBotAsync()
    {
        var bot = await app.CreateBotAsync();
        await app.ReportAsync(bot, "joined_meeting");
        await app.ReportAsync(bot, "recording_permission_granted");
        return bot;
    }
}
