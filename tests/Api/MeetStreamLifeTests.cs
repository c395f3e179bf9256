using System.Text.Json;
using Usher.Tests.Support;

namespace Usher.Tests.Api;

/// <summary>A bot's life as MeetStream clients see it: status, detail, removal, deletion of its data, transcript.</summary>
public sealed class MeetStreamLifeTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData("Joining")]
    [InlineData("InWaitingRoom", "put_in_waiting_room")]
    [InlineData("InMeeting", "joined_meeting")]
    [InlineData("Recording", "joined_meeting", "recording_permission_granted")]
    [InlineData("InMeeting", "joined_meeting", "recording_permission_granted", "recording_paused")]
    [InlineData("Leaving", "joined_meeting", "leave_requested/auto_leave_silence")]
    [InlineData("Stopped", "joined_meeting", "meeting_ended")]
    [InlineData("Done", "joined_meeting", "meeting_ended", "post_processing_completed")]
    [InlineData("Error", "fatal_error/process_terminated")]
    [InlineData("Error", "could_not_join_meeting/meeting_not_found")]
    [InlineData("Denied", "could_not_join_meeting/request_to_join_denied")]
    [InlineData("NotAllowed", "could_not_join_meeting/waiting_room_timeout_exceeded")]
    public async Task The_status_shows_a_bots_state_whichever_dialect_created_it(string status, params string[] reports)
    {
        foreach (var bot in new[] { await app.CreateBotAsync(), await app.CreateMeetStreamBotAsync() })
        {
            await ReportAsync(bot, reports);

            Assert.Equal(
                (200, $$$"""{"bot_id":"{{{bot}}}","status":"{{{status}}}","custom_attributes":{}}"""),
                await app.CallAsync("python", "GET", $"/meetstream/api/v1/bots/{bot}/status")
            );
        }
    }

    [Theory]
    [InlineData("/api/v1/bots/{bot}/detail")]
    [InlineData("/api/v1/bots/{bot}/details")]
    [InlineData("/meetstream/api/v1/bots/{bot}/detail")]
    public async Task The_detail_shows_everything(string path)
    {
        var bot = await app.CreateMeetStreamBotAsync(more: """, "bot_message": "Hello", "bot_image_url": "https://example.com/a.png" """);
        app.Clock.Advance(TimeSpan.FromSeconds(10));
        await ReportAsync(bot, "joined_meeting", "recording_permission_granted");
        app.Clock.Advance(TimeSpan.FromSeconds(100));
        await ReportAsync(bot, "meeting_ended", "recording_saved", "post_processing_completed");

        var (status, body) = await app.CallAsync("node", "GET", path.Replace("{bot}", bot, StringComparison.Ordinal));
        var detail = JsonElement.Parse(body).GetProperty("bot_details");

        Assert.Equal(200, status);
        Assert.Equal(
            (bot, "Usher", "Hello", "https://example.com/a.png", "GMeet", "Done", "Success"),
            (
                Text("BotID"),
                Text("BotUsername"),
                Text("BotMessage"),
                Text("BotImageURL"),
                Text("Platform"),
                Text("Status"),
                Text("AudioStatus")
            )
        );
        Assert.Equal(
            ("2026-01-01T12:00:00Z", "2026-01-01T12:00:10Z", "2026-01-01T12:01:50Z", 100, 1_767_268_910L),
            (
                Text("CreatedAt"),
                Text("StartTime"),
                Text("EndTime"),
                detail.GetProperty("Duration").GetInt32(),
                detail.GetProperty("LastUpdatedAt").GetInt64()
            )
        );
        var timeline = detail.GetProperty("StatusTimeline");
        Assert.Equal(
            """{"message":"Bot is in the meeting","status":true,"timestamp":"2026-01-01T12:00:10Z"}""",
            timeline.GetProperty("InMeeting").GetRawText()
        );
        Assert.Equal("""{"message":"","status":false,"timestamp":null}""", timeline.GetProperty("WaitingRoom").GetRawText());

        string? Text(string name) => detail.GetProperty(name).GetString();
    }

    [Fact]
    public async Task A_bot_created_in_the_other_dialect_has_a_detail()
    {
        var bot = await app.CreateBotAsync(inSeconds: 3600);

        var (status, body) = await app.CallAsync("python", "GET", $"/api/v1/bots/{bot}/detail");

        Assert.Equal(200, status);
        Assert.Equal(
            """{"meeting_link":"https://meet.google.com/abc-defg-hij","bot_name":"Usher"}""",
            JsonElement.Parse(body).GetProperty("bot_details").GetProperty("RequestPayload").GetRawText()
        );
    }

    [Theory]
    [InlineData("GET", "/api/v1/bots/{bot}/remove_bot")]
    [InlineData("POST", "/api/v1/bots/{bot}/remove_bot")]
    [InlineData("GET", "/meetstream/api/v1/bots/{bot}/remove_bot")]
    public async Task A_bot_in_a_meeting_leaves_and_repeating_the_removal_is_harmless(string method, string path)
    {
        var bot = await app.CreateMeetStreamBotAsync();
        await ReportAsync(bot, "joined_meeting");
        path = path.Replace("{bot}", bot, StringComparison.Ordinal);
        var leaving = (200, $$"""{"message":"Bot is leaving the meeting","bot_id":"{{bot}}"}""");

        Assert.Equal(leaving, await app.CallAsync("python", method, path));
        Assert.Equal(leaving, await app.CallAsync("node", method, path));
        Assert.Equal("Leaving", await app.StatusAsync(bot));
        await ReportAsync(bot, "left_meeting");
        Assert.Equal(leaving, await app.CallAsync("node", method, path));
        await ReportAsync(bot, "post_processing_completed");

        Assert.Equal(Refusal(404, "Bot has already stopped"), await app.CallAsync("node", method, path));
        var (_, seen) = await app.Client.SendAsync("GET", $"/api/v1/bots/{bot}");
        Assert.Single(seen.GetProperty("events").EnumerateArray(), entry => entry.GetProperty("type").GetString() == "leave_requested");
    }

    [Fact]
    public async Task Removing_a_bot_that_waits_for_its_join_time_deletes_it()
    {
        var bot = await app.CreateMeetStreamBotAsync(inSeconds: 3600);

        Assert.Equal(
            (200, $$"""{"message":"Scheduled bot removed successfully","bot_id":"{{bot}}"}"""),
            await app.CallAsync("python", "GET", $"/api/v1/bots/{bot}/remove_bot", idempotencyKey: "k")
        );

        Assert.Equal(404, (await app.Client.SendAsync("GET", $"/api/v1/bots/{bot}")).Status);
        Assert.Equal(Refusal(404, "Bot not found"), await app.CallAsync("python", "GET", $"/api/v1/bots/{bot}/remove_bot"));
        Assert.Equal(200, (await app.CallAsync("python", "GET", $"/api/v1/bots/{bot}/remove_bot", idempotencyKey: "k")).Status);
    }

    [Fact]
    public async Task A_removal_is_never_cached()
    {
        var bot = await app.CreateMeetStreamBotAsync();

        using var response = await app.Client.GetAsync(
            new Uri($"/api/v1/bots/{bot}/remove_bot", UriKind.Relative),
            TestContext.Current.CancellationToken
        );

        Assert.True(response.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task The_data_of_a_finished_bot_is_deleted_once_and_for_all()
    {
        var bot = await app.CreateMeetStreamBotAsync(more: """, "custom_attributes": {"a": "b"} """);
        var path = $"/api/v1/bots/{bot}/delete";
        Assert.Equal(Refusal(400, "Cannot delete the data of a bot that has not finished"), await app.CallAsync("python", "DELETE", path));
        await ReportAsync(bot, "fatal_error/process_terminated");

        Assert.Equal(
            (200, $$"""{"message":"Bot data deleted successfully","bot_id":"{{bot}}","deleted_objects":3}"""),
            await app.CallAsync("python", "DELETE", path)
        );
        Assert.Equal(
            (200, $$"""{"message":"Bot data deleted successfully","bot_id":"{{bot}}","deleted_objects":0}"""),
            await app.CallAsync("node", "DELETE", $"/meetstream{path}")
        );

        Assert.Equal("MediaExpired", await app.StatusAsync(bot));
        Assert.Equal("data_deleted", (await app.Client.SendAsync("GET", $"/api/v1/bots/{bot}")).Body.GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("/api/v1/transcript/{id}/get_transcript?raw=false")]
    [InlineData("/api/v1/bots/{bot}/get_transcript")]
    [InlineData("/meetstream/api/v1/transcript/{bot}/get_transcript?raw=false")]
    [InlineData("/meetstream/api/v1/bots/{bot}/get_transcript")]
    public async Task A_transcript_is_pending_until_the_bot_has_ended(string path)
    {
        var bot = await app.CreateMeetStreamBotAsync(more: """, "recording_config": {"transcript": {"provider": {"deepgram": {} } } } """);
        path = path.Replace("{id}", $"tr_{bot[4..]}", StringComparison.Ordinal).Replace("{bot}", bot, StringComparison.Ordinal);

        Assert.Equal((202, "[]"), await app.CallAsync("python", "GET", path));
        await ReportAsync(bot, "joined_meeting", "meeting_ended", "post_processing_completed");

        Assert.Equal((200, "[]"), await app.CallAsync("node", "GET", path));
    }

    [Fact]
    public async Task A_transcript_counts_time_in_seconds_of_the_recording()
    {
        var bot = await app.CreateMeetStreamBotAsync();
        await ReportAsync(bot, "joined_meeting");
        using var runner = app.RunnerClient();
        await runner.SendAsync(
            "POST",
            $"/runner/v1/bots/{bot}/events",
            """{"id": "s", "type": "recording_saved", "data": {"start_timestamp_ms": 1767268800000}}"""
        );
        await runner.SendAsync(
            "POST",
            $"/runner/v1/bots/{bot}/utterances",
            """
            {"id": "1", "utterances": [{"participant": {"uuid": "u1", "name": "Ann"}, "timestamp_ms": 1767268802000, "duration_ms": 500,
             "transcription": {"transcript": "Hello", "words": [{"word": "hello", "punctuated_word": "Hello", "start": 0.25, "end": 0.5, "confidence": 0.5}]}}]}
            """
        );
        await ReportAsync(bot, "meeting_ended", "post_processing_completed");

        var (status, text) = await app.CallAsync("python", "GET", $"/api/v1/bots/{bot}/get_transcript");

        Assert.Equal(200, status);
        Assert.Equal(
            """[{"speaker":"Ann","transcript":"Hello","start_time":2,"end_time":2.5,"absolute_start_time":"2026-01-01T12:00:02Z","absolute_end_time":"2026-01-01T12:00:02.500000Z","words":[{"word":"hello","punctuated_word":"Hello","start":2.25,"end":2.5,"confidence":0.5,"speaker":"Ann"}]}]""",
            text
        );
    }

    [Theory]
    [InlineData("GET", "/api/v1/bots/{bot}/status")]
    [InlineData("GET", "/api/v1/bots/{bot}/detail")]
    [InlineData("GET", "/api/v1/bots/{bot}/remove_bot")]
    [InlineData("DELETE", "/api/v1/bots/{bot}/delete")]
    [InlineData("DELETE", "/api/v1/calendar/scheduled_bots/{bot}")]
    [InlineData("GET", "/api/v1/bots/{bot}/get_transcript")]
    public async Task An_unknown_bot_is_not_found_and_another_projects_bot_is_forbidden(string method, string path)
    {
        var bot = await app.CreateBotAsync(inSeconds: 3600);
        Assert.Equal(403, (await app.OtherClient().SendAsync(method, path.Replace("{bot}", bot, StringComparison.Ordinal))).Status);
        foreach (var missing in new[] { "bot_3pVFZM00AAAAAAAA", "8b3f1c1e-0c3b-4c43-9a63-6d3b0d6a6d52", "tr_%2F" })
        {
            var (status, body) = await app.CallAsync("python", method, path.Replace("{bot}", missing, StringComparison.Ordinal));
            Assert.True(status == 404 && body.Contains("not found", StringComparison.Ordinal), body);
        }
    }

    private async Task ReportAsync(string bot, params string[] reports)
    {
        foreach (var report in reports)
        {
            var (status, body) = await app.ReportAsync(bot, report.Split('/')[0], report.Split('/') is [_, var subType] ? subType : null);
            Assert.True(status == 200, $"{report}: {body}");
        }
    }

    private static (int Status, string Body) Refusal(int status, string message) =>
        (status, $$"""{"message":"{{message}}","error":"{{message}}","status_code":{{status}}}""");
}
