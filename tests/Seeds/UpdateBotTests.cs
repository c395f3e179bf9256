using Usher.Tests.Support;

namespace Usher.Tests.Seeds;

/// <summary>
/// The documentation of <c>PATCH /api/v1/bots/{object_id}</c>: its example, its fields, its error codes. The clock follows the example.
/// </summary>
public sealed class UpdateBotTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Request = """
        {
          "metadata": {
            "customer_id": "abc123",
            "status": "updated"
          }
        }
        """;

    private const string Response = """
        {
          "id": "bot_xxxxxxxxxxx",
          "meeting_url": "https://zoom.us/j/123?pwd=456",
          "state": "scheduled",
          "events": [
            {
              "type": "bot_created",
              "sub_type": null,
              "created_at": "2025-06-12T10:00:00Z"
            }
          ],
          "transcription_state": "not_started",
          "recording_state": "not_started",
          "join_at": "2025-06-13T12:00:00Z",
          "deduplication_key": null,
          "metadata": {
            "customer_id": "abc123",
            "status": "updated"
          }
        }
        """;

    private const string Image = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC";

    private TestApp app = null!;

    public async ValueTask InitializeAsync() =>
        app = await TestApp.StartAsync(azurite.ConnectionString, new ManualTime(new DateTimeOffset(2025, 6, 12, 10, 0, 0, TimeSpan.Zero)));

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task The_example_is_answered_as_documented()
    {
        var bot = await ScheduledAsync();
        app.Clock.Advance(TimeSpan.FromHours(1));

        var answer = await app.Client.AskAsync("PATCH", $"/api/v1/bots/{bot}", Request);

        Assert.Equal(200, answer.Status);
        Documented.Equal(Response, answer.Body, bot);
        Assert.Equal(answer.Body, (await app.Client.AskAsync("GET", $"/api/v1/bots/{bot}")).Body);
    }

    [Theory]
    [InlineData("\"join_at\": \"2025-06-13T12:30:00Z\"", "\"join_at\":\"2025-06-13T12:30:00Z\"")]
    [InlineData("\"meeting_url\": \"https://meet.google.com/abc-defg-hij\"", "\"meeting_url\":\"https://meet.google.com/abc-defg-hij\"")]
    [InlineData(
        "\"metadata\": {\"customer_id\": \"abc123\", \"status\": \"active\"}",
        "\"metadata\":{\"customer_id\":\"abc123\",\"status\":\"active\"}"
    )]
    [InlineData("\"bot_name\": \"Other\"", "\"state\":\"scheduled\"")]
    [InlineData("\"bot_image\": {\"type\": \"image/png\", \"data\": \"" + Image + "\"}", "\"state\":\"scheduled\"")]
    [InlineData(
        "\"recording_settings\": {\"format\": \"mp3\", \"view\": \"gallery_view\", \"resolution\": \"720p\"}",
        "\"state\":\"scheduled\""
    )]
    public async Task Every_documented_field_changes_a_scheduled_bot(string field, string shown)
    {
        var bot = await ScheduledAsync();

        var answer = await app.Client.AskAsync("PATCH", $"/api/v1/bots/{bot}", $"{{{field}}}");

        Assert.Equal((200, "\"2\""), (answer.Status, answer.ETag));
        Assert.Contains(shown, answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        """{"join_at": "yesterday"}""",
        """{"join_at":["Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z]."]}"""
    )]
    [InlineData("""{"join_at": "2025-06-12T09:59:59Z"}""", """{"join_at":["join_at cannot be in the past"]}""")]
    [InlineData("""{"meeting_url": "https://example.com"}""", """{"meeting_url":["Invalid meeting URL"]}""")]
    [InlineData(
        """{"recording_settings": {"format": "avi"}}""",
        """{"recording_settings":{"format":"Format must be mp4 or mp3 or 'none'"}}"""
    )]
    [InlineData(
        """{"bot_image": {"type": "image/png", "data": "AAAA"}}""",
        """{"bot_image":{"non_field_errors":["Data is not a valid png image."]}}"""
    )]
    public async Task Invalid_input_is_answered_with_400(string body, string errors) =>
        Assert.Equal(new Answer(400, errors), await app.Client.AskAsync("PATCH", $"/api/v1/bots/{await ScheduledAsync()}", body));

    [Theory]
    [InlineData("\"join_at\": \"2025-06-13T12:30:00Z\"")]
    [InlineData("\"meeting_url\": \"https://meet.google.com/aaa-bbbb-ccc\"")]
    [InlineData("\"bot_name\": \"Other\"")]
    [InlineData("\"bot_image\": {\"type\": \"image/png\", \"data\": \"" + Image + "\"}")]
    [InlineData("\"recording_settings\": {\"format\": \"mp3\"}")]
    public async Task A_bot_that_is_no_longer_scheduled_is_answered_with_400_unless_only_its_metadata_changes(string field)
    {
        var bot = await app.CreateBotAsync();

        Assert.Equal(
            new Answer(
                400,
                """{"error":"Bot is in state joining but join_at, meeting_url, bot_name, bot_image and recording_settings can only be updated when in the scheduled state"}"""
            ),
            await app.Client.AskAsync("PATCH", $"/api/v1/bots/{bot}", $"{{{field}}}")
        );
        Assert.Equal(200, (await app.Client.AskAsync("PATCH", $"/api/v1/bots/{bot}", Request)).Status);
    }

    [Fact]
    public async Task A_missing_or_invalid_key_is_answered_with_401() =>
        await Keys.AssertNeededAsync(app, "PATCH", $"/api/v1/bots/{await ScheduledAsync()}", Request);

    [Fact]
    public async Task An_unknown_bot_or_another_projects_bot_is_answered_with_404()
    {
        using var other = app.OtherClient();

        Assert.Equal(
            new Answer(404, """{"error":"Bot not found"}"""),
            await app.Client.AskAsync("PATCH", "/api/v1/bots/bot_xxxxxxxxxxx", Request)
        );
        Assert.Equal(
            new Answer(404, """{"error":"Bot not found"}"""),
            await other.AskAsync("PATCH", $"/api/v1/bots/{await ScheduledAsync()}", Request)
        );
    }

    private async Task<string> ScheduledAsync() =>
        (
            await app.Client.AskAsync(
                "POST",
                "/api/v1/bots",
                """{"meeting_url": "https://zoom.us/j/123?pwd=456", "bot_name": "My Bot", "join_at": "2025-06-13T12:00:00Z"}"""
            )
        ).BotId();
}
