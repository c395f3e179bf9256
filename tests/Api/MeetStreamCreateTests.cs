using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Usher.Bots;
using Usher.Commanding;
using Usher.Tests.Support;

namespace Usher.Tests.Api;

/// <summary><c>create_bot</c>: what it accepts, what it does with it, and what it refuses.</summary>
public sealed class MeetStreamCreateTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Path = "/api/v1/bots/create_bot";
    private const string Link = "\"meeting_link\": \"https://meet.google.com/abc-defg-hij\"";
    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData("python", Path)]
    [InlineData("node", "/meetstream/api/v1/bots/create_bot")]
    public async Task A_bot_is_created_and_visible_in_both_dialects(string sdk, string path)
    {
        var (status, body) = await app.CallAsync(
            sdk,
            "POST",
            path,
            $$"""{{{Link}}, "bot_name": "Minutes", "custom_attributes": {"tag": "a"} }"""
        );
        var id = JsonElement.Parse(body).GetProperty("bot_id").GetString()!;

        Assert.Equal(201, status);
        Assert.Equal(
            $$"""{"bot_id":"{{id}}","transcript_id":null,"meeting_url":"https://meet.google.com/abc-defg-hij","status":"Active"}""",
            body
        );
        var (_, bot) = await app.Client.SendAsync("GET", $"/api/v1/bots/{id}");
        Assert.Equal(("joining", """{"tag":"a"}"""), (bot.GetProperty("state").GetString(), bot.GetProperty("metadata").GetRawText()));
        Assert.Equal(
            (200, $$$"""{"bot_id":"{{{id}}}","status":"Joining","custom_attributes":{"tag":"a"}}"""),
            await app.CallAsync(sdk, "GET", $"/api/v1/bots/{id}/status")
        );
    }

    [Fact]
    public async Task Every_field_is_mapped_to_the_bot_and_the_body_is_passed_to_the_runner()
    {
        var body = $$"""
            {
              {{Link}}, "bot_name": "Minutes", "join_at": "2026-01-01T15:00:00+00:00", "video_required": false, "bot_message": "Hello 👋",
              "bot_image_url": "https://example.com/me.png", "agent_config_id": null, "something_new": {"deep": [1, 2]},
              "automatic_leave": {"waiting_room_timeout": 60, "everyone_left_timeout": 61, "voice_inactivity_timeout": 62,
                "no_one_joined_timeout": 63, "in_call_recording_timeout": 600, "recording_permission_denied_timeout": 300},
              "recording_config": {"video_layout": "grid_view", "transcript": {"provider": {"deepgram": {"model": "nova-3"} } } }
            }
            """;
        var (status, answer) = await app.CallAsync("python", "POST", Path, body);
        Assert.True(status == 201, answer);
        var created = JsonElement.Parse(answer);
        var id = created.GetProperty("bot_id").GetString()!;
        Assert.Equal($"tr_{id[4..]}", created.GetProperty("transcript_id").GetString());

        var bot = (
            await app
                .Services.GetRequiredService<BotStreams>()
                .GetAsync(app.Project, BotId.Parse(id), TestContext.Current.CancellationToken)
        )!;
        var settings = bot.Settings.Json.Element;
        Assert.Equal(("Minutes", "2026-01-01T15:00:00Z"), (bot.BotName, bot.JoinAt.ToString("yyyy-MM-ddTHH:mm:ssZ")));
        Assert.Equal(
            ("mp3", "gallery_view"),
            (
                settings.GetProperty("recording_settings").GetProperty("format").GetString(),
                settings.GetProperty("recording_settings").GetProperty("view").GetString()
            )
        );
        Assert.Equal("Hello 👋", settings.GetProperty("bot_chat_message").GetProperty("message").GetString());
        var leave = settings.GetProperty("automatic_leave_settings");
        Assert.Equal(
            [60, 63, 61, 62, 600],
            new[]
            {
                "waiting_room_timeout_seconds",
                "wait_for_host_to_start_meeting_timeout_seconds",
                "only_participant_in_meeting_timeout_seconds",
                "silence_timeout_seconds",
                "max_uptime_seconds",
            }.Select(name => leave.GetProperty(name).GetInt32())
        );
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(body), settings.GetProperty("meetstream_settings")));
        var detail = JsonElement.Parse((await app.CallAsync("node", "GET", $"/api/v1/bots/{id}/detail")).Body).GetProperty("bot_details");
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(body), detail.GetProperty("RequestPayload")));
    }

    [Fact]
    public async Task Missing_values_default_to_the_peers()
    {
        var id = await app.CreateMeetStreamBotAsync(more: """, "automatic_leave": {"waiting_room_timeout": null}, "callback_url": "" """);

        var bot = (
            await app
                .Services.GetRequiredService<BotStreams>()
                .GetAsync(app.Project, BotId.Parse(id), TestContext.Current.CancellationToken)
        )!;
        Assert.Equal((600, 14_400), ((int)bot.Settings.WaitingRoomTimeout.TotalSeconds, (int)bot.Settings.MaxUptime!.Value.TotalSeconds));
        Assert.False(bot.Settings.HasWebhooks);
        var (_, unnamed) = await app.CallAsync("node", "POST", Path, $$"""{{{Link}}}""");
        Assert.Contains("bot_", unnamed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_deepest_readable_body_can_be_stored_and_shown()
    {
        var deepest = string.Concat(Enumerable.Repeat("{\"a\":", 59)) + "1" + new string('}', 59);
        var id = await app.CreateMeetStreamBotAsync(more: $$""", "x": {{deepest}} """);

        var (status, detail) = await app.CallAsync("node", "GET", $"/api/v1/bots/{id}/detail");

        Assert.Equal(200, status);
        Assert.Contains(deepest, detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deduplication_key_in_use_answers_with_its_bot()
    {
        var body = $$"""{{{Link}}, "bot_name": "Usher", "deduplication_key": "{{new string('k', 2000)}}"}""";

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => app.CallAsync("python", "POST", Path, body)));

        Assert.Equal([200, 200, 200, 200, 200, 201], answers.Select(answer => answer.Status).Order());
        var text = Assert.Single(answers.Select(answer => answer.Body).Distinct());
        var id = JsonElement.Parse(text).GetProperty("bot_id").GetString();
        Assert.Equal((200, text), await app.CallAsync("node", "POST", Path, body));
        await app.ReportAsync(id!, "fatal_error", "process_terminated");
        Assert.Equal(201, (await app.CallAsync("node", "POST", Path, body)).Status);
    }

    [Theory]
    [InlineData("python")]
    [InlineData("node")]
    public async Task A_repeated_request_is_answered_with_507_and_the_same_bot(string sdk)
    {
        var body = $$"""{{{Link}}, "bot_name": "Usher"}""";

        var first = await app.CallAsync(sdk, "POST", Path, body, "order-1");
        var second = await app.CallAsync(sdk, "POST", Path, body, "order-1");
        var other = await app.CallAsync(sdk, "POST", Path, body.Replace("Usher", "Other", StringComparison.Ordinal), "order-1");

        Assert.Equal((201, 507, 422), (first.Status, second.Status, other.Status));
        Assert.Equal(first.Body.TrimEnd('}') + ",\"message\":\"Duplicate request. Returning the original result.\"}", second.Body);
    }

    [Theory]
    [InlineData("", "Invalid JSON in request body")]
    [InlineData("[]", "Invalid JSON in request body")]
    [InlineData("{}", "meeting_link is required.")]
    [InlineData("""{"meeting_link": null}""", "meeting_link is required.")]
    [InlineData("""{"meeting_link": " "}""", "meeting_link is required.")]
    [InlineData("""{"meeting_link": 7}""", "meeting_link must be a string.")]
    [InlineData("""{"meeting_link": "https://example.com/x"}""", "meeting_link is not the link of a Google Meet, Zoom or Teams meeting.")]
    [InlineData("""{"meeting_link": "a\u0000"}""", "Null characters and lone surrogates are not allowed.")]
    [InlineData("""{{link}, "x": "\ud800"}""", "Null characters and lone surrogates are not allowed.")]
    [InlineData("""{{link}, "bot_name": true}""", "bot_name must be a string.")]
    [InlineData("""{{link}, "bot_name": "\ud83d\ude00"}""", "bot_name cannot contain emojis or rare script characters")]
    [InlineData("""{{link}, "join_at": "soon"}""", "Invalid date format. Please use ISO 8601 format with timezone")]
    [InlineData("""{{link}, "join_at": "2025-12-31T00:00:00Z"}""", "join_at must be in the future")]
    [InlineData("""{{link}, "join_at": "2029-12-31T00:00:00Z"}""", "join_at cannot be more than 3 years in the future")]
    [InlineData("""{{link}, "video_required": "yes"}""", "video_required must be a boolean.")]
    [InlineData("""{{link}, "custom_attributes": []}""", "custom_attributes must be an object.")]
    [InlineData("""{{link}, "custom_attributes": {"a": 1}}""", "custom_attributes: the value of 'a' must be a string")]
    [InlineData("""{{link}, "deduplication_key": ""}""", "deduplication_key must have 1 to 2000 printable ASCII characters")]
    [InlineData("""{{link}, "deduplication_key": "é"}""", "deduplication_key must have 1 to 2000 printable ASCII characters")]
    [InlineData("""{{link}, "automatic_leave": 7}""", "automatic_leave must be an object.")]
    [InlineData("""{{link}, "automatic_leave": {"waiting_room_timeout": "60"}}""", "waiting_room_timeout must be an integer.")]
    [InlineData(
        """{{link}, "automatic_leave": {"in_call_recording_timeout": 599}}""",
        "in_call_recording_timeout must be at least 600 seconds."
    )]
    [InlineData(
        """{{link}, "automatic_leave": {"in_call_recording_timeout": 18001}}""",
        "in_call_recording_timeout must be at most 18000 seconds."
    )]
    [InlineData("""{{link}, "callback_url": "http://example.com"}""", "callback_url must be an https URL.")]
    [InlineData("""{{link}, "callback_url": "https://a:b@example.com"}""", "callback_url: It must not contain a user name or password.")]
    [InlineData("""{{link}, "zoom": {"zak_url": "https://a", "obf_url": "https://b"}}""", "zoom takes zak_url or obf_url, not both.")]
    [InlineData(
        """{{link}, "live_transcription_required": {"webhook_url": "https://a"}}""",
        "live_transcription_required needs a streaming provider in recording_config.transcript."
    )]
    [InlineData("""{{link}, "recording_config": {"video_layout": "round"}}""", "video_layout must be speaker_view or grid_view.")]
    public async Task An_invalid_body_is_refused_with_a_message(string body, string message) =>
        Assert.Equal(
            (400, $$"""{"message":"{{message}}","error":"{{message}}","status_code":400}"""),
            await app.CallAsync("python", "POST", Path, body.Replace("{link}", Link, StringComparison.Ordinal))
        );

    [Fact]
    public async Task Requests_from_old_clients_are_accepted()
    {
        var (status, body) = await app.CallAsync(
            "node",
            "POST",
            Path,
            $$"""
            {{{Link}}, "bot_name": "Usher", "audio_required": true, "use_zoom_obf": true, "live_audio_required": {},
              "socket_connection_url": {}, "live_transcription_required": {"deepgram_api_key": "x"} }
            """
        );

        Assert.True(status == 201, body);
    }
}
