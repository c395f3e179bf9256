using Azure.Storage.Blobs;
using Usher.Bots.Webhooks;
using Usher.Tests.Support;

namespace Usher.Tests.Dashboard;

/// <summary>The dashboard in a real browser, over real HTTP, with a real key; see <c>stories/</c>.</summary>
public sealed class DashboardTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private TestApp app = null!;
    private WebhookReceiver receiver = null!;

    public async ValueTask InitializeAsync()
    {
        app = await TestApp.StartAsync(azurite.ConnectionString, TimeProvider.System, "--Usher:Webhooks:AllowLoopback=true");
        receiver = await WebhookReceiver.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await receiver.DisposeAsync();
        await app.DisposeAsync();
    }

    [Fact]
    public Task Whoever_has_no_good_key_is_told_so_and_a_good_one_stays_in_the_tab() =>
        Browser.PlayAsync("signing-in", app, ("disabledKey", app.DisabledKey));

    [Fact]
    public Task Bots_are_listed_by_pages_and_filtered_and_the_next_hours_are_a_picture() => Browser.PlayAsync("list", app);

    [Fact]
    public Task What_happens_meanwhile_is_shown_without_loading_the_page_again() => Browser.PlayAsync("meanwhile", app);

    [Fact]
    public async Task A_bot_has_its_timeline_to_scale_and_its_receipt()
    {
        var bot = await app.CreateBotAsync();
        await app.RunnerClient().SendAsync("POST", $"/runner/v1/bots/{bot}/claim", $$"""{"command_id": "{{bot}}:1"}""");
        await app.ReportAsync(bot, "put_in_waiting_room");

        await Browser.PlayAsync("timeline", app, ("bot", bot), ("runnerKey", TestApp.RunnerKey));
    }

    [Fact]
    public async Task A_meeting_is_followed_while_it_runs_and_its_bot_is_told_what_to_do()
    {
        var bot = await ABotInAMeetingAsync();

        await Browser.PlayAsync("meeting", app, ("bot", bot), ("runnerKey", TestApp.RunnerKey));
    }

    [Fact]
    public async Task Of_a_bot_that_has_changed_meanwhile_nothing_is_done_and_a_request_without_an_answer_is_repeated()
    {
        var bot = await ABotInAMeetingAsync();

        await Browser.PlayAsync("collisions", app, ("bot", bot), ("runnerKey", TestApp.RunnerKey));
    }

    [Fact]
    public async Task A_recording_is_played_from_where_it_is_stored_until_its_data_is_deleted()
    {
        var bot = await ABotInAMeetingAsync(""", "recording_settings": {"format": "mp3"}""");

        await Browser.PlayAsync(
            "recording",
            app,
            ("bot", bot),
            ("runnerKey", TestApp.RunnerKey),
            ("storage", $"{new BlobServiceClient(azurite.ConnectionString).Uri}/recordings/")
        );
    }

    [Fact]
    public async Task A_delivery_is_sent_again_by_a_button()
    {
        var (bot, refused) = await ABotWhoseWebhookFailedAsync();
        receiver.AnswerWith(200);

        var story = Browser.PlayAsync("redeliver", app, ("bot", bot), ("receiver", receiver.Url.ToString()));
        await Task.WhenAny(story, Eventually.GetAsync(() => app.ReloadAsync(refused), delivery => delivery.EarlierAttempts == 1));
        if (!story.IsCompleted)
        {
            Assert.Equal(DeliveryStatus.Delivered, (await app.AttemptAsync(await app.ReloadAsync(refused))).Status);
        }

        await story;
        Assert.Equal(2, receiver.Received.Count);
    }

    [Fact]
    public async Task Of_more_than_a_page_shows_it_is_told_where_the_rest_is()
    {
        var (bot, _) = await ABotWhoseWebhookFailedAsync();

        await Browser.PlayAsync("many", app, ("bot", bot));
    }

    [Fact]
    public Task Everything_is_reached_with_the_keyboard_alone() => Browser.PlayAsync("keyboard", app);

    [Fact]
    public Task A_bot_whose_name_is_markup_does_no_harm() => Browser.PlayAsync("foreign-text", app);

    [Fact]
    public Task A_server_that_is_away_is_told_of_and_asked_again() => Browser.PlayAsync("away", app);

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task It_is_accessible_in_light_and_dark_wide_and_narrow(string colorScheme)
    {
        var (bot, _) = await ABotWhoseWebhookFailedAsync();
        await app.RunnerClient().SendAsync("POST", $"/runner/v1/bots/{bot}/claim", $$"""{"command_id": "{{bot}}:1"}""");
        foreach (
            var type in (string[])
                ["put_in_waiting_room", "joined_meeting", "recording_permission_granted", "recording_paused", "meeting_ended"]
        )
        {
            await app.ReportAsync(bot, type);
        }

        var failed = await app.CreateBotAsync();
        await app.ReportAsync(failed, "could_not_join_meeting", "request_to_join_denied");
        foreach (var minutes in (int[])[9, 10, 11, 34, 95, 96, 240])
        {
            await app.CreateBotAsync(inSeconds: minutes * 60, deduplicationKey: $"order-{minutes}");
        }

        await Browser.PlayAsync("looks", app, ("bot", bot), ("meeting", await ABotInALivelyMeetingAsync()), ("colorScheme", colorScheme));
    }

    private async Task<string> ABotInAMeetingAsync(string more = "")
    {
        var body = $$"""{"meeting_url": "https://meet.google.com/abc-defg-hij", "bot_name": "Usher"{{more}}}""";
        var bot = (await app.Client.SendAsync("POST", "/api/v1/bots", body)).Body.GetProperty("id").GetString()!;
        await app.RunnerClient().SendAsync("POST", $"/runner/v1/bots/{bot}/claim", $$"""{"command_id": "{{bot}}:1"}""");
        await app.ReportAsync(bot, "joined_meeting");
        await app.ReportAsync(bot, "recording_permission_granted");
        return bot;
    }

    private async Task<string> ABotInALivelyMeetingAsync()
    {
        var bot = await ABotInAMeetingAsync();
        var (ada, ben) = ("""{"uuid": "a", "name": "Ada Lovelace", "is_host": true}""", """{"uuid": "b", "name": "Benjamin"}""");
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await TellAsync(
            "participants",
            $$"""
            {"id": "1", "events": [{"participant": {{ada}}, "timestamp_ms": {{now}}, "type": "join"},
              {"participant": {{ben}}, "timestamp_ms": {{now}}, "type": "join"},
              {"participant": {{ada}}, "timestamp_ms": {{now + 900}}, "type": "speech_start"}]}
            """
        );
        await TellAsync(
            "utterances",
            $$"""
            {"id": "2", "utterances": [
              {"participant": {{ada}}, "timestamp_ms": {{now}}, "duration_ms": 9, "transcription": {"transcript": "Good morning."} },
              {"participant": {{ben}}, "timestamp_ms": {{now
                + 900}}, "duration_ms": 9, "transcription": {"transcript": "Shall we begin?"} }]}
            """
        );
        await TellAsync(
            "chat_messages",
            $$"""
            {"id": "3", "messages": [{"participant": {{ben}}, "timestamp_ms": {{now}}, "text": "The minutes: https://example.com/m",
              "to": "everyone"}]}
            """
        );
        await app.ReportAsync(bot, "recording_saved");
        return bot;

        async Task TellAsync(string what, string body) =>
            Assert.Equal(200, (await app.RunnerClient().SendAsync("POST", $"/runner/v1/bots/{bot}/{what}", body)).Status);
    }

    private async Task<(string Bot, WebhookDelivery Delivery)> ABotWhoseWebhookFailedAsync()
    {
        receiver.AnswerWith(500);
        await app.SubscribeAsync(receiver.Url);
        var bot = await app.CreateBotWithMetadataAsync();
        return (bot, await app.AttemptAsync(Assert.Single(await app.DispatchAsync(bot))));
    }
}
