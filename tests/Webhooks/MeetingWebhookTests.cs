using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Usher.Bots;
using Usher.Bots.Webhooks;
using Usher.Lifecycle;
using Usher.Meetings;
using Usher.Storage;
using Usher.Tests.Support;

namespace Usher.Tests.Webhooks;

/// <summary>What happens in meetings is sent to subscribers that asked for it, each event under one id.</summary>
public sealed class MeetingWebhookTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Url = "https://example.com/hook";
    private TestApp app = null!;

    private static CancellationToken None => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Each_subscription_gets_its_own_triggers_and_no_others()
    {
        var bot = await ABotInAMeetingAsync(
            """[{"url": "https://example.com/a", "triggers": ["transcript.update", "participant_events.join_leave"]}, {"url": "https://example.com/b", "triggers": ["chat_messages.update", "participant_events.speech_start_stop"]}]"""
        );
        await ReportAllAsync(bot);

        await DispatchAsync(bot, ("participant", 1, 2), ("utterance", 3, 3), ("chat", 4, 4), ("participant", 5, 5));

        Assert.Equal(
            ["b1 participant_events.join_leave 2", "b1 transcript.update 3", "b2 chat_messages.update 4"],
            (await TellingsAsync(bot)).Select(told => $"{told.Subscription} {told.EventType} {told.Sequence}")
        );
    }

    [Fact]
    public async Task Webhooks_send_what_the_API_shows()
    {
        var bot = await ABotInAMeetingAsync(
            $$"""[{"url": "{{Url}}", "triggers": ["transcript.update", "chat_messages.update", "participant_events.join_leave"]}]"""
        );
        await ReportAllAsync(bot);
        await DispatchAsync(bot, ("participant", 1, 2), ("utterance", 3, 3), ("chat", 4, 4));

        var told = (await TellingsAsync(bot)).ToDictionary(one => one.EventType, one => JsonElement.Parse(one.Body));

        Assert.Equal(
            """{"duration_ms":1,"speaker_is_host":true,"speaker_name":"Ann","speaker_user_uuid":null,"speaker_uuid":"u1","timestamp_ms":5,"transcription":{"transcript":"Hello"}}""",
            told["transcript.update"].GetProperty("data").GetRawText()
        );
        Assert.True(JsonElement.DeepEquals(await FirstAsync(bot, "chat_messages"), told["chat_messages.update"].GetProperty("data")));
        Assert.True(
            JsonElement.DeepEquals(await FirstAsync(bot, "participant_events"), told["participant_events.join_leave"].GetProperty("data"))
        );
        Assert.Equal(bot, told["transcript.update"].GetProperty("bot_id").GetString());
    }

    [Fact]
    public async Task A_repeated_event_has_one_record_and_an_edit_has_its_own_with_the_messages_id()
    {
        var bot = await ABotInAMeetingAsync($$"""[{"url": "{{Url}}", "triggers": ["chat_messages.update"]}]""");
        await ReportAsync(
            bot,
            "chat_messages",
            """{"id": "1", "messages": [{"participant": {"uuid": "u1"}, "timestamp_ms": 1000, "text": "Helo", "source_id": "m1"}]}"""
        );
        await ReportAsync(
            bot,
            "chat_messages",
            """{"id": "2", "messages": [{"participant": {"uuid": "u1"}, "timestamp_ms": 1000, "text": "Hello", "source_id": "m1"}]}"""
        );

        await DispatchAsync(bot, ("chat", 1, 1), ("chat", 2, 2), ("chat", 2, 2));

        var told = await TellingsAsync(bot);
        Assert.Equal(2, told.Count);
        Assert.Equal(2, told.Select(one => one.Id).Distinct().Count());
        Assert.Single(told.Select(one => JsonElement.Parse(one.Body).GetProperty("data").GetProperty("id").GetString()).Distinct());
    }

    [Theory]
    [InlineData("transcript.update", 1)]
    [InlineData("bot.state_change", 0)]
    public async Task A_project_is_notified_of_its_bots_meetings_if_it_subscribes_to_them(string trigger, int told)
    {
        await app.ManageAsync("POST", "/webhooks", $$"""{"url": "{{Url}}", "triggers": ["{{trigger}}"]}""");
        var bot = await app.CreateBotAsync();
        await app.ReportAsync(bot, "joined_meeting");
        await ReportAllAsync(bot);

        await DispatchAsync(bot, hasWebhooks: false, ("utterance", 3, 3));

        Assert.Equal(told, (await TellingsAsync(bot)).Count);
    }

    [Fact]
    public async Task Speech_events_are_sent_for_bots_that_record_them()
    {
        var bot = await ABotInAMeetingAsync(
            $$"""[{"url": "{{Url}}", "triggers": ["participant_events.speech_start_stop"]}]""",
            """{"record_participant_speech_start_stop_events": true}"""
        );
        await ReportAllAsync(bot);

        await DispatchAsync(bot, ("participant", 1, 2), ("participant", 5, 5));

        Assert.Equal("participant_events.speech_start_stop", Assert.Single(await TellingsAsync(bot)).EventType);
    }

    [Fact]
    public async Task Announced_events_that_never_come_are_fenced_off_and_late_ones_are_sent()
    {
        var bot = await ABotInAMeetingAsync($$"""[{"url": "{{Url}}", "triggers": ["transcript.update"]}]""");
        var store = app.Services.GetRequiredService<MeetingStore>();
        var id = BotId.Parse(bot);
        var announcement = new MeetingAnnouncement(app.Project, bot, "utterance", 1, 1, "lost", app.Clock.GetUtcNow(), HasWebhooks: true);
        await DispatchAsync(announcement);
        Assert.Null((await store.ReadAsync(app.Project, id, None)).ETag);

        app.Clock.Advance(TimeSpan.FromSeconds(61));
        await DispatchAsync(announcement);
        Assert.NotNull((await store.ReadAsync(app.Project, id, None)).ETag);
        await ReportAsync(
            bot,
            "utterances",
            """{"id": "1", "utterances": [{"participant": {"uuid": "u1"}, "timestamp_ms": 5, "duration_ms": 1}]}"""
        );
        await DispatchAsync(announcement);
        Assert.Empty(await TellingsAsync(bot));

        await DispatchAsync(bot, ("utterance", 1, 1));
        Assert.Single(await TellingsAsync(bot));
    }

    [Fact]
    public async Task Deleting_the_bots_data_deletes_what_was_said_and_its_deliveries()
    {
        var bot = await ABotInAMeetingAsync($$"""[{"url": "{{Url}}", "triggers": ["transcript.update"]}]""");
        await ReportAllAsync(bot);
        await DispatchAsync(bot, ("utterance", 3, 3));
        await app.ReportAsync(bot, "fatal_error", "process_terminated");

        await app.Services.GetRequiredService<BotErasure>().EraseAsync(app.Project, BotId.Parse(bot), 99, None);

        Assert.Empty(await TellingsAsync(bot));
        foreach (var what in new[] { "participants", "participant_events", "chat_messages" })
        {
            Assert.Equal(0, (await app.Client.SendAsync("GET", $"/api/v1/bots/{bot}/{what}")).Body.GetProperty("results").GetArrayLength());
        }

        Assert.Equal("[]", (await app.Client.SendAsync("GET", $"/api/v1/bots/{bot}/transcript")).Body.GetRawText());
        var rows = app.Services.GetRequiredService<StorageAccount>().Tables.GetTableClient("bots");
        var left = await rows.QueryAsync<Azure.Data.Tables.TableEntity>(
                row => row.PartitionKey == $"{app.Project}-{BotId.Parse(bot).Shard}",
                cancellationToken: None
            )
            .Select(row => string.Join("|", row.Select(column => column.Value)))
            .ToListAsync(None);
        Assert.DoesNotContain(
            left,
            row => row.Contains("Ann", StringComparison.Ordinal) || row.Contains("Hello", StringComparison.Ordinal)
        );
    }

    private async Task<string> ABotInAMeetingAsync(string webhooks, string recording = "{}")
    {
        var (status, body) = await app.Client.SendAsync(
            "POST",
            "/api/v1/bots",
            $$"""{"meeting_url": "https://meet.google.com/abc-defg-hij", "bot_name": "Usher", "webhooks": {{webhooks}}, "recording_settings": {{recording}}}"""
        );
        Assert.Equal(201, status);
        var bot = body.GetProperty("id").GetString()!;
        await app.ReportAsync(bot, "joined_meeting");
        return bot;
    }

    /// <summary>1: the bot joins, 2: Ann joins, 3: she speaks, 4: she writes, 5: she stops speaking.</summary>
    private async Task ReportAllAsync(string bot)
    {
        const string Ann = """{"uuid": "u1", "name": "Ann", "is_host": true}""";
        await ReportAsync(
            bot,
            "participants",
            $$$"""{"id": "1", "events": [{"participant": {"uuid": "me", "is_bot": true}, "timestamp_ms": 1, "type": "join"}, {"participant": {{{Ann}}}, "timestamp_ms": 2, "type": "join"}]}"""
        );
        await ReportAsync(
            bot,
            "utterances",
            $$$"""{"id": "2", "utterances": [{"participant": {{{Ann}}}, "timestamp_ms": 5, "duration_ms": 1, "transcription": {"transcript": "Hello", "words": []}}]}"""
        );
        await ReportAsync(
            bot,
            "chat_messages",
            $$$"""{"id": "3", "messages": [{"participant": {{{Ann}}}, "timestamp_ms": 5000, "text": "Hello", "additional_data": {"a": 1}}]}"""
        );
        await ReportAsync(
            bot,
            "participants",
            $$$"""{"id": "4", "events": [{"participant": {{{Ann}}}, "timestamp_ms": 9, "type": "speech_stop"}]}"""
        );
    }

    private async Task ReportAsync(string bot, string what, string body)
    {
        using var runner = app.RunnerClient();
        Assert.Equal(200, (await runner.SendAsync("POST", $"/runner/v1/bots/{bot}/{what}", body)).Status);
    }

    /// <summary>Handles the announcements of these events, as the queue does.</summary>
    private Task DispatchAsync(string bot, params (string Kind, int From, int To)[] news) => DispatchAsync(bot, hasWebhooks: true, news);

    private async Task DispatchAsync(string bot, bool hasWebhooks, params (string Kind, int From, int To)[] news)
    {
        foreach (var (kind, from, to) in news)
        {
            var first = await app
                .Services.GetRequiredService<MeetingStore>()
                .EventsAsync(app.Project, BotId.Parse(bot), WireName.Parse<MeetingKind>(kind)!.Value, from, to, None)
                .FirstAsync(None);
            await DispatchAsync(
                new MeetingAnnouncement(app.Project, bot, kind, from, to, first.Commit, app.Clock.GetUtcNow(), HasWebhooks: hasWebhooks)
            );
        }
    }

    private Task DispatchAsync(MeetingAnnouncement announcement) =>
        ActivatorUtilities.CreateInstance<DispatchMeetingEvents>(app.Services).RunAsync(announcement.ToJson(), None);

    private async Task<List<WebhookDelivery>> TellingsAsync(string bot) =>
        [.. (await app.DeliveriesAsync(bot)).Where(delivery => delivery.IsOfMeeting).OrderBy(delivery => delivery.Sequence)];

    private async Task<JsonElement> FirstAsync(string bot, string what) =>
        (await app.Client.SendAsync("GET", $"/api/v1/bots/{bot}/{what}")).Body.GetProperty("results")[0];
}
