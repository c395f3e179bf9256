using Usher.Tests.Support;

namespace Usher.Tests.Seeds;

/// <summary>
/// The documentation of <c>POST /api/v1/bots/{object_id}/leave</c>: its example, its error codes. The clock follows the example.
/// </summary>
public sealed class LeaveBotTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Response = """
        {
          "id": "bot_weIAju4OXNZkDTpZ",
          "meeting_url": "https://zoom.us/j/123?pwd=456",
          "state": "leaving",
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
            },
            {
              "type": "leave_requested",
              "sub_type": "user_requested",
              "created_at": "2024-01-18T13:34:56Z"
            }
          ],
          "transcription_state": "in_progress",
          "recording_state": "in_progress",
          "join_at": "2024-01-18T12:34:56Z",
          "deduplication_key": null,
          "metadata": {
            "customer_id": "abc123"
          }
        }
        """;

    private const string OnlyAllowed =
        "It is only allowed in these states: joined_recording_paused, joined_recording, joined_not_recording, joined_recording_permission_denied, "
        + "waiting_room, joining, joining_breakout_room, leaving_breakout_room";

    private static readonly DateTimeOffset Start = new(2024, 1, 18, 12, 34, 56, TimeSpan.Zero);
    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString, new ManualTime(Start));

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task The_example_is_answered_as_documented_and_the_bot_ends()
    {
        var bot = await InTheMeetingAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(59) + TimeSpan.FromSeconds(56));

        var answer = await app.Client.AskAsync("POST", $"/api/v1/bots/{bot}/leave");

        Assert.Equal(200, answer.Status);
        Documented.Equal(Response, answer.Body, bot);
        Assert.Equal("post_processing", (await app.ReportAsync(bot, "left_meeting")).Body.GetProperty("state").GetString());
        Assert.Equal("ended", (await app.ReportAsync(bot, "post_processing_completed")).Body.GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("leaving")]
    [InlineData("post_processing", "left_meeting")]
    [InlineData("ended", "left_meeting", "post_processing_completed")]
    public async Task A_bot_that_is_leaving_or_has_left_is_answered_with_400(string state, params string[] reports)
    {
        var bot = await InTheMeetingAsync();
        await app.Client.AskAsync("POST", $"/api/v1/bots/{bot}/leave");
        foreach (var report in reports)
        {
            Assert.Equal(200, (await app.ReportAsync(bot, report)).Status);
        }

        Assert.Equal(
            new Answer(400, $$"""{"error":"Event leave_requested not allowed when bot is in state {{state}}. {{OnlyAllowed}}"}"""),
            await app.Client.AskAsync("POST", $"/api/v1/bots/{bot}/leave")
        );
    }

    [Fact]
    public async Task A_scheduled_bot_is_answered_with_400() =>
        Assert.Equal(
            new Answer(400, $$"""{"error":"Event leave_requested not allowed when bot is in state scheduled. {{OnlyAllowed}}"}"""),
            await app.Client.AskAsync("POST", $"/api/v1/bots/{await app.CreateBotAsync(inSeconds: 3600)}/leave")
        );

    [Fact]
    public async Task A_missing_or_invalid_key_is_answered_with_401() =>
        await Keys.AssertNeededAsync(app, "POST", $"/api/v1/bots/{await app.CreateBotAsync()}/leave");

    [Fact]
    public async Task An_unknown_bot_or_another_projects_bot_is_answered_with_404()
    {
        using var other = app.OtherClient();

        Assert.Equal(
            new Answer(404, """{"error":"Bot not found"}"""),
            await app.Client.AskAsync("POST", "/api/v1/bots/bot_weIAju4OXNZkDTpZ/leave")
        );
        Assert.Equal(
            new Answer(404, """{"error":"Bot not found"}"""),
            await other.AskAsync("POST", $"/api/v1/bots/{await app.CreateBotAsync()}/leave")
        );
    }

    /// <summary>A bot as in the example, four seconds after its creation.</summary>
    private async Task<string> InTheMeetingAsync()
    {
        var bot = (
            await app.Client.AskAsync(
                "POST",
                "/api/v1/bots",
                """{"meeting_url": "https://zoom.us/j/123?pwd=456", "bot_name": "My Bot", "metadata": {"customer_id": "abc123"}}"""
            )
        ).BotId();
        app.Clock.Advance(TimeSpan.FromSeconds(4));
        foreach (var report in new[] { "joined_meeting", "recording_permission_granted", "transcription_started" })
        {
            Assert.Equal(200, (await app.ReportAsync(bot, report)).Status);
        }

        return bot;
    }
}
