using Azure.Storage.Blobs;
using Usher.Bots.Webhooks;
using Usher.LocalHost;
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
    public Task An_invalid_key_is_reported_and_a_valid_one_stays_in_the_tab() =>
        Browser.PlayAsync("signing-in", app, ("disabledKey", app.DisabledKey));

    [Fact]
    public async Task Bots_are_listed_by_pages_and_filtered_and_the_next_hours_are_a_picture()
    {
        var (endedLast, endedFirst) = (await app.CreateBotAsync(), await app.CreateBotAsync());
        foreach (var bot in (string[])[endedFirst, endedLast])
        {
            foreach (var type in (string[])["joined_meeting", "meeting_ended", "post_processing_completed"])
            {
                await app.ReportAsync(bot, type);
            }
        }

        await Browser.PlayAsync("list", app, ("endedFirst", endedFirst), ("endedLast", endedLast));
    }

    [Fact]
    public async Task A_bot_is_created_rescheduled_and_deleted_and_a_failed_one_says_why()
    {
        var meeting = await ABotInAMeetingAsync();
        await app.RunnerClient().SendAsync("POST", $"/runner/v1/bots/{meeting}/heartbeat");
        var failed = await app.CreateBotAsync();
        await app.ReportAsync(failed, "could_not_join_meeting", "request_to_join_denied");

        await Browser.PlayAsync("working", app, ("meeting", meeting), ("failed", failed));
    }

    [Fact]
    public async Task On_a_phone_bots_and_events_are_in_sight() =>
        await Browser.PlayAsync("phone", app, ("bot", await ABotInAMeetingAsync()));

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
    public async Task A_page_that_does_not_show_everything_says_where_the_rest_is()
    {
        var (bot, _) = await ABotWhoseWebhookFailedAsync();

        await Browser.PlayAsync("many", app, ("bot", bot));
    }

    [Fact]
    public Task Everything_is_reached_with_the_keyboard_alone() => Browser.PlayAsync("keyboard", app);

    [Fact]
    public Task The_documentation_is_searched_and_its_requests_are_sent() => Browser.PlayAsync("docs", app);

    [Fact]
    public Task A_bot_whose_name_is_markup_does_no_harm() => Browser.PlayAsync("foreign-text", app);

    [Fact]
    public Task An_unreachable_server_is_reported_and_tried_again() => Browser.PlayAsync("away", app);

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

    [Fact]
    public async Task The_documentation_has_a_picture_of_it()
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("USHER_PICTURES") == "1",
            "Makes the picture in docs/images again if USHER_PICTURES is 1."
        );
        string[] recording = ["joined_meeting", "recording_permission_granted"];
        await ABotAsync("Sales sync", "https://zoom.us/j/98412276105", "sales", 0, recording);
        await ABotAsync("Design review", "https://meet.google.com/kqp-ynrf-wtz", "product", 0, recording);
        await ABotAsync("Interview: J. Okafor", "https://meet.google.com/fbv-qmka-hsd", "people", 0, "put_in_waiting_room");
        await ABotAsync("Board prep", "https://zoom.us/j/81550932274", "finance", 12);
        await ABotAsync("Onboarding, week 2", "https://meet.google.com/ytr-bzne-opq", "people", 35);
        await ABotAsync("Customer call: Nordlys", "https://zoom.us/j/97003418825", "sales", 38);
        await ABotAsync("Support handover", "https://meet.google.com/wcx-udhj-lma", "support", 41);
        await ABotAsync("Weekly planning", "https://meet.google.com/gjs-rpiv-ked", "product", 95);
        await ABotAsync("Roadmap Q1", "https://zoom.us/j/92287461190", "product", 150);
        await ABotAsync("Retrospective", "https://meet.google.com/nvo-tcsy-xbu", "support", 152);
        await ABotAsync("Investor update", "https://zoom.us/j/86619037542", "finance", 260);
        var failed = await ABotAsync("Partner briefing", "https://meet.google.com/hzd-lkwo-arp", "sales", 0);
        await app.ReportAsync(failed, "could_not_join_meeting", "request_to_join_denied");

        await Browser.PlayAsync("pictures", app, ("pictures", Path.Combine(Repository.Root, "docs", "images")));
    }

    /// <param name="minutes">Until it joins; 0: at once.</param>
    private async Task<string> ABotAsync(string name, string meeting, string team, int minutes, params string[] reports)
    {
        var joinAt = minutes == 0 ? "" : $", \"join_at\": \"{TimeProvider.System.GetUtcNow().AddMinutes(minutes):O}\"";
        var body = $$"""{"meeting_url": "{{meeting}}", "bot_name": "{{name}}", "metadata": {"team": "{{team}}"}{{joinAt}}}""";
        var bot = (await app.Client.SendAsync("POST", "/api/v1/bots", body)).Body.GetProperty("id").GetString()!;
        foreach (var report in reports)
        {
            await app.ReportAsync(bot, report);
        }

        return bot;
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
