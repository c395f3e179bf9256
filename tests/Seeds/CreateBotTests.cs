using Usher.Tests.Support;

namespace Usher.Tests.Seeds;

/// <summary>
/// The documentation of <c>POST /api/v1/bots</c>: its example, its fields, its error codes. The clock shows the time of the example.
/// </summary>
public sealed class CreateBotTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Request = """
        {
          "meeting_url": "https://zoom.us/j/123?pwd=456",
          "bot_name": "My Bot",
          "metadata": {
            "customer_id": "abc123"
          },
          "transcription_settings": {
            "deepgram": {
              "language": "en"
            }
          }
        }
        """;

    private const string Response = """
        {
          "id": "bot_weIAju4OXNZkDTpZ",
          "meeting_url": "https://zoom.us/j/123?pwd=456",
          "state": "joining",
          "events": [
            {
              "type": "join_requested",
              "sub_type": null,
              "created_at": "2024-01-18T12:34:56Z"
            }
          ],
          "transcription_state": "not_started",
          "recording_state": "not_started",
          "join_at": "2024-01-18T12:34:56Z",
          "deduplication_key": null,
          "metadata": {
            "customer_id": "abc123"
          }
        }
        """;

    private TestApp app = null!;

    public async ValueTask InitializeAsync() =>
        app = await TestApp.StartAsync(
            azurite.ConnectionString,
            new ManualTime(new DateTimeOffset(2024, 1, 18, 12, 34, 56, TimeSpan.Zero)),
            "--ENABLE_VOICE_AGENTS=true"
        );

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task The_example_is_answered_as_documented()
    {
        var answer = await app.Client.AskAsync("POST", "/api/v1/bots", Request);

        Assert.Equal(201, answer.Status);
        Documented.Equal(Response, answer.Body);
    }

    [Fact]
    public async Task The_creation_and_join_times_come_from_the_clock()
    {
        app.Clock.Advance(TimeSpan.FromMilliseconds(1500));

        var (_, body) = await app.Client.SendAsync("POST", "/api/v1/bots", Request);

        Assert.Equal(
            ("2024-01-18T12:34:57.500000Z", "2024-01-18T12:34:57.500000Z"),
            (body.GetProperty("join_at").GetString(), body.GetProperty("events")[0].GetProperty("created_at").GetString())
        );
    }

    [Theory]
    [InlineData(
        "\"bot_image\": {\"type\": \"image/png\", \"data\": \"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC\"}"
    )]
    [InlineData("\"metadata\": {\"customer_id\": \"abc123\", \"user\": \"john_doe\"}")]
    [InlineData("\"bot_chat_message\": {\"to\": \"everyone\", \"message\": \"Hello\"}")]
    [InlineData("\"bot_chat_message\": {\"to\": \"everyone_but_host\", \"message\": \"Hello\"}")]
    [InlineData("\"join_at\": \"2025-06-13T12:00:00Z\"")]
    [InlineData("\"deduplication_key\": \"my-unique-bot-key\"")]
    [InlineData("\"webhooks\": [{\"url\": \"https://example.com/hook\", \"triggers\": [\"bot.state_change\", \"transcript.update\"]}]")]
    [InlineData("\"transcription_settings\": {\"deepgram\": {\"language\": \"en\"}}")]
    [InlineData("\"recording_settings\": {\"format\": \"mp4\", \"view\": \"speaker_view\", \"resolution\": \"1080p\"}")]
    [InlineData("\"recording_settings\": {\"format\": \"mp3\", \"view\": \"gallery_view\", \"resolution\": \"720p\"}")]
    [InlineData("\"recording_settings\": {\"format\": \"none\", \"view\": \"speaker_view_no_sidebar\"}")]
    [InlineData("\"voice_agent_settings\": {\"url\": \"https://example.com/agent\"}, \"zoom_settings\": {\"sdk\": \"web\"}")]
    [InlineData(
        "\"voice_agent_settings\": {\"screenshare_url\": \"https://example.com/agent\", \"reserve_resources\": false}, \"zoom_settings\": {\"sdk\": \"web\"}"
    )]
    public async Task Every_documented_field_is_accepted(string field)
    {
        var answer = await app.Client.AskAsync(
            "POST",
            "/api/v1/bots",
            $$"""{"meeting_url": "https://zoom.us/j/123?pwd=456", "bot_name": "My Bot", {{field}}}"""
        );

        Assert.True(answer.Status == 201, answer.Body);
        Assert.Contains(
            field.StartsWith("\"join_at\"", StringComparison.Ordinal) ? "\"state\":\"scheduled\"" : "\"state\":\"joining\"",
            answer.Body,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("""{"meeting_url": "https://example.com/j/123", "bot_name": "My Bot"}""", """{"meeting_url":["Invalid meeting URL"]}""")]
    [InlineData("""{"bot_name": "My Bot"}""", """{"meeting_url":["This field is required."]}""")]
    [InlineData("""{"meeting_url": "https://zoom.us/j/123"}""", """{"bot_name":["This field is required."]}""")]
    [InlineData("{}", """{"meeting_url":["This field is required."],"bot_name":["This field is required."]}""")]
    [InlineData(
        """{"meeting_url": "https://zoom.us/j/123", "bot_name": "My Bot", "calendar_event_id": "evt_1"}""",
        """{"error":"Calendar event with id evt_1 does not exist in this project."}"""
    )]
    [InlineData(
        """{"meeting_url": "https://zoom.us/j/123", "bot_name": "My Bot", "webhooks": [{"url": "http://example.com", "triggers": ["bot.state_change"]}]}""",
        """{"webhooks":["'http://example.com' does not match '^https://.*'"]}"""
    )]
    public async Task Invalid_input_is_answered_with_400(string body, string errors) =>
        Assert.Equal(new Answer(400, errors), await app.Client.AskAsync("POST", "/api/v1/bots", body));

    [Fact]
    public async Task The_deduplication_key_of_an_unfinished_bot_is_answered_with_400()
    {
        var first = await app.CreateBotAsync(deduplicationKey: "my-unique-bot-key");
        const string Again = """{"meeting_url": "https://zoom.us/j/123", "bot_name": "My Bot", "deduplication_key": "my-unique-bot-key"}""";

        var refused = await app.Client.AskAsync("POST", "/api/v1/bots", Again);
        await app.ReportAsync(first, "fatal_error", "process_terminated");

        Assert.StartsWith(
            "400 {\"error\":\"Deduplication key already in use.",
            $"{refused.Status} {refused.Body}",
            StringComparison.Ordinal
        );
        Assert.Equal(201, (await app.Client.AskAsync("POST", "/api/v1/bots", Again)).Status);
    }

    [Fact]
    public Task A_missing_or_invalid_key_is_answered_with_401() => Keys.AssertNeededAsync(app, "POST", "/api/v1/bots", Request);
}
