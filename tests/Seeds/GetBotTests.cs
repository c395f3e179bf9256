using Usher.Bots;
using Usher.Tests.Support;

namespace Usher.Tests.Seeds;

/// <summary>
/// The documentation of <c>GET /api/v1/bots/{object_id}</c>: its example, its error codes. The clock follows the example.
/// </summary>
public sealed class GetBotTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Response = """
        {
          "id": "bot_weIAju4OXNZkDTpZ",
          "meeting_url": "https://zoom.us/j/123?pwd=456",
          "state": "joined_recording",
          "events": [
            {
              "type": "join_requested",
              "sub_type": null,
              "created_at": "2024-01-18T12:34:56Z"
            },
            {
              "type": "joined_meeting",
              "sub_type": null,
              "created_at": "2024-01-18T12:35:00Z"
            }
          ],
          "transcription_state": "in_progress",
          "recording_state": "in_progress",
          "join_at": "2024-01-18T12:34:56Z",
          "deduplication_key": "my-unique-bot-key",
          "metadata": {
            "customer_id": "abc123",
            "user": "john_doe"
          }
        }
        """;

    private TestApp app = null!;

    public async ValueTask InitializeAsync() =>
        app = await TestApp.StartAsync(
            azurite.ConnectionString,
            new ManualTime(new DateTimeOffset(2024, 1, 18, 12, 34, 56, TimeSpan.Zero))
        );

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task The_example_is_answered_as_documented()
    {
        var created = await app.Client.AskAsync(
            "POST",
            "/api/v1/bots",
            """
            {
              "meeting_url": "https://zoom.us/j/123?pwd=456", "bot_name": "My Bot", "deduplication_key": "my-unique-bot-key",
              "metadata": {"customer_id": "abc123", "user": "john_doe"}
            }
            """
        );
        var bot = created.BotId();
        app.Clock.Advance(TimeSpan.FromSeconds(4));
        foreach (var report in new[] { "joined_meeting", "recording_permission_granted", "transcription_started" })
        {
            Assert.Equal(200, (await app.ReportAsync(bot, report)).Status);
        }

        var answer = await app.Client.AskAsync("GET", $"/api/v1/bots/{bot}");

        Assert.Equal(200, answer.Status);
        Documented.Equal(Response, answer.Body, bot);
    }

    /// <summary>The documentation's list, in its order.</summary>
    [Theory]
    [InlineData("ready")]
    [InlineData("joining")]
    [InlineData("joined_not_recording")]
    [InlineData("joined_recording")]
    [InlineData("leaving")]
    [InlineData("post_processing")]
    [InlineData("fatal_error")]
    [InlineData("waiting_room")]
    [InlineData("ended")]
    [InlineData("data_deleted")]
    [InlineData("scheduled")]
    [InlineData("staged")]
    [InlineData("joined_recording_paused")]
    [InlineData("joining_breakout_room")]
    [InlineData("leaving_breakout_room")]
    [InlineData("joined_recording_permission_denied")]
    public async Task Every_documented_state_exists(string state)
    {
        Assert.NotNull(WireName.Parse<BotState>(state));
        Assert.Equal(200, (await app.Client.AskAsync("GET", $"/api/v1/bots?states={state}")).Status);
    }

    [Fact]
    public async Task A_missing_or_invalid_key_is_answered_with_401() =>
        await Keys.AssertNeededAsync(app, "GET", $"/api/v1/bots/{await app.CreateBotAsync()}");

    [Fact]
    public async Task An_unknown_bot_or_another_projects_bot_is_answered_with_404()
    {
        using var other = app.OtherClient();
        var bot = await app.CreateBotAsync();

        Assert.Equal(
            new Answer(404, """{"error":"Bot not found"}"""),
            await app.Client.AskAsync("GET", "/api/v1/bots/bot_weIAju4OXNZkDTpZ")
        );
        Assert.Equal(new Answer(404, """{"error":"Bot not found"}"""), await other.AskAsync("GET", $"/api/v1/bots/{bot}"));
    }
}
