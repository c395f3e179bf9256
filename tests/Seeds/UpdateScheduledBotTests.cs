using System.Text.Json;
using Usher.Tests.Api;
using Usher.Tests.Support;

namespace Usher.Tests.Seeds;

/// <summary>
/// The documentation of MeetStream's update of a scheduled bot: the shape of its answer, both its paths and its codes. <see
/// cref="MeetStreamUpdateTests"/> sends its four requests, and <see cref="MeetStreamRefusalTests"/> checks every listed refusal in every
/// state.
/// </summary>
public sealed class UpdateScheduledBotTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string TwoFields = """{"scheduled_join_time": "2024-12-20T10:00:00Z", "bot_username": "Updated Bot Name"}""";
    private TestApp app = null!;

    public async ValueTask InitializeAsync() =>
        app = await TestApp.StartAsync(azurite.ConnectionString, new ManualTime(new DateTimeOffset(2024, 12, 20, 9, 0, 0, TimeSpan.Zero)));

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData("/calendar/scheduled/")]
    [InlineData("/calendar/schedule/")]
    [InlineData("/api/v1/calendar/scheduled/")]
    public async Task The_example_is_answered_as_documented(string path)
    {
        var bot = await app.CreateBotAsync(inSeconds: 7200);

        Assert.Equal(
            new Answer(
                200,
                $$"""{"message":"Scheduled bot updated successfully","bot_id":"{{bot}}","updated_fields":["scheduled_join_time","bot_username"],"schedule_updated":true}""",
                "\"2\""
            ),
            await app.Client.AskAsync("PATCH", path + bot, TwoFields)
        );
    }

    [Fact]
    public async Task Every_documented_code_is_returned()
    {
        var bot = await app.CreateBotAsync(inSeconds: 7200);
        using var nobody = new HttpClient { BaseAddress = app.Url };
        using var other = app.OtherClient();

        await AssertRefusedAsync(app.Client, bot, "{", 400, "Invalid JSON in request body");
        await AssertRefusedAsync(
            app.Client,
            bot,
            """{"scheduled_join_time": "soon"}""",
            400,
            "Invalid datetime format for scheduled_join_time"
        );
        await AssertRefusedAsync(app.Client, bot, "{}", 400, "No valid update fields provided");
        await AssertRefusedAsync(
            app.Client,
            bot,
            """{"scheduled_join_time": "2024-12-20T08:59:59Z"}""",
            400,
            "scheduled_join_time must be in the future"
        );
        await AssertRefusedAsync(nobody, bot, TwoFields, 401, "Unauthorized");
        await AssertRefusedAsync(other, bot, TwoFields, 403, "Bot does not belong to the authenticated user");
        await AssertRefusedAsync(app.Client, "5b0ff6e7-3cea-4c9f-a6b4-851c5f11cf4f", TwoFields, 404, "Bot not found");

        var joining = await app.CreateBotAsync();
        await AssertRefusedAsync(app.Client, joining, TwoFields, 400, "Bot is not scheduled");
        await app.ReportAsync(joining, "joined_meeting");
        await AssertRefusedAsync(app.Client, joining, TwoFields, 400, "Cannot update active bot (bot is currently in a meeting)");
    }

    private static async Task AssertRefusedAsync(HttpClient client, string bot, string body, int status, string message)
    {
        var answer = await client.AskAsync("PATCH", $"/calendar/scheduled/{bot}", body);
        Assert.Equal(status, answer.Status);
        Assert.Equal(message, JsonElement.Parse(answer.Body).GetProperty("message").GetString());
    }
}
