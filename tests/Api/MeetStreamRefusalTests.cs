using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Usher.Bots;
using Usher.Commanding;
using Usher.Storage;
using Usher.Tests.Support;

namespace Usher.Tests.Api;

/// <summary>The reasons for refusing an update of a scheduled bot; a refused update changes nothing.</summary>
public sealed class MeetStreamRefusalTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Valid = """{"bot_username": "Other"}""";
    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData("", "Invalid JSON in request body")]
    [InlineData("{not json", "Invalid JSON in request body")]
    [InlineData("[1]", "Invalid JSON in request body")]
    [InlineData("null", "Invalid JSON in request body")]
    [InlineData("\"text\"", "Invalid JSON in request body")]
    [InlineData("{}", "No valid update fields provided")]
    [InlineData("""{"join_at": "2026-01-01T15:00:00Z", "bot_name": "x"}""", "No valid update fields provided")]
    [InlineData("""{"scheduled_join_time": "tomorrow"}""", "Invalid datetime format for scheduled_join_time")]
    [InlineData("""{"scheduled_join_time": "2026-02-30T12:00:00Z"}""", "Invalid datetime format for scheduled_join_time")]
    [InlineData("""{"scheduled_join_time": "2026-01-01T15:00:00Z\u0000"}""", "Invalid datetime format for scheduled_join_time")]
    [InlineData("""{"scheduled_join_time": "\ud800"}""", "Invalid datetime format for scheduled_join_time")]
    [InlineData("""{"scheduled_join_time": 1767279600}""", "Invalid datetime format for scheduled_join_time")]
    [InlineData("""{"scheduled_join_time": null}""", "Invalid datetime format for scheduled_join_time")]
    [InlineData("""{"scheduled_join_time": "2026-01-01T11:59:59Z"}""", "scheduled_join_time must be in the future")]
    [InlineData("""{"scheduled_join_time": "2026-01-01T12:00:00Z"}""", "scheduled_join_time must be in the future")]
    [InlineData("""{"scheduled_join_time": "2029-01-01T12:00:01Z"}""", "scheduled_join_time cannot be more than 3 years in the future")]
    [InlineData("""{"bot_username": 7}""", "bot_username must be a string")]
    [InlineData("""{"bot_username": null}""", "bot_username must be a string")]
    [InlineData("""{"bot_username": " \t "}""", "bot_username: This field may not be blank.")]
    [InlineData("""{"bot_username": "{256}"}""", "bot_username: Ensure this field has no more than 255 characters.")]
    [InlineData("""{"bot_username": "\ud83d\ude00"}""", "bot_username cannot contain emojis or rare script characters")]
    [InlineData("""{"bot_username": "\udc00"}""", "bot_username: Surrogate characters are not allowed: U+DC00.")]
    [InlineData("""{"bot_username": "a\u0000b"}""", "bot_username: Null characters are not allowed.")]
    [InlineData("""{"custom_attributes": null}""", "custom_attributes must be an object")]
    [InlineData("""{"custom_attributes": ["a"]}""", "custom_attributes must be an object")]
    [InlineData("""{"custom_attributes": {"a": 1}}""", "custom_attributes: the value of 'a' must be a string, or null to remove it")]
    [InlineData(
        """{"custom_attributes": {"a": {"b": "c"}}}""",
        "custom_attributes: the value of 'a' must be a string, or null to remove it"
    )]
    [InlineData("""{"custom_attributes": {"a": "\ud800"}}""", "custom_attributes cannot contain null characters or lone surrogates")]
    [InlineData("""{"custom_attributes": {"\ud800": "a"}}""", "custom_attributes cannot contain null characters or lone surrogates")]
    [InlineData("""{"custom_attributes": {"\ud800": null}}""", "custom_attributes cannot contain null characters or lone surrogates")]
    [InlineData("""{"custom_attributes": {"a": "\u0000"}}""", "custom_attributes cannot contain null characters or lone surrogates")]
    [InlineData("""{"custom_attributes": {"\u0000": "a"}}""", "custom_attributes cannot contain null characters or lone surrogates")]
    [InlineData("""{"transcription_enabled": "true"}""", "transcription_enabled must be a boolean")]
    [InlineData("""{"recording_enabled": 1}""", "recording_enabled must be a boolean")]
    [InlineData("""{"screenshot_enabled": null}""", "screenshot_enabled must be a boolean")]
    [InlineData(
        """{"screenshot_enabled": 1, "bot_username": 7, "scheduled_join_time": ""}""",
        "Invalid datetime format for scheduled_join_time"
    )]
    public async Task An_invalid_body_is_refused_with_a_message(string body, string message)
    {
        var bot = await app.CreateBotAsync(inSeconds: 3600);

        await AssertRefusedAsync(app.Client, bot, body.Replace("{256}", new string('x', 256), StringComparison.Ordinal), 400, message);
    }

    [Fact]
    public async Task An_invalid_field_keeps_the_others_from_being_applied()
    {
        var bot = await app.CreateBotAsync(inSeconds: 3600);
        var before = await HeadAsync(bot);
        const string Good =
            "\"scheduled_join_time\": \"2026-01-01T15:00:00Z\", \"bot_username\": \"Other\", \"custom_attributes\": {\"a\": \"b\"}";

        await AssertRefusedAsync(
            app.Client,
            bot,
            $$"""{{{Good}}, "screenshot_enabled": "no"}""",
            400,
            "screenshot_enabled must be a boolean"
        );
        await AssertRefusedAsync(
            app.Client,
            bot,
            $$"""{{{Good}}, "custom_attributes": {"a": "{{new string('x', 992)}}"} }""",
            400,
            "custom_attributes may have 1000 characters as JSON, together with the bot's existing ones; they would have 1001"
        );

        Assert.Equal(before, await HeadAsync(bot));
    }

    [Theory]
    [InlineData("joined_not_recording", "joined_meeting")]
    [InlineData("waiting_room", "put_in_waiting_room")]
    [InlineData("joined_recording", "joined_meeting", "recording_permission_granted")]
    [InlineData("joined_recording_paused", "joined_meeting", "recording_permission_granted", "recording_paused")]
    [InlineData("joined_recording_permission_denied", "joined_meeting", "recording_permission_denied/host_denied_permission")]
    [InlineData("joining_breakout_room", "joined_meeting", "began_joining_breakout_room")]
    [InlineData("leaving_breakout_room", "joined_meeting", "began_leaving_breakout_room")]
    [InlineData("leaving", "joined_meeting", "leave_requested/user_requested")]
    public Task A_bot_in_its_meeting_is_active(string state, params string[] reports) =>
        AssertNotUpdatedAsync(state, reports, "Cannot update active bot (bot is currently in a meeting)");

    [Theory]
    [InlineData("joining")]
    [InlineData("post_processing", "joined_meeting", "meeting_ended")]
    [InlineData("ended", "joined_meeting", "meeting_ended", "post_processing_completed")]
    [InlineData("fatal_error", "fatal_error/process_terminated")]
    public Task A_bot_in_any_other_state_is_not_scheduled(string state, params string[] reports) =>
        AssertNotUpdatedAsync(state, reports, "Bot is not scheduled");

    [Fact]
    public async Task A_staged_bot_is_not_scheduled()
    {
        var bot = await app.CreateBotAsync(inSeconds: 60);
        var advance = new BotCommand.Advance(new LifecycleOptions(), null) { Actor = Actor.Lifecycle };
        await app
            .Services.GetRequiredService<BotStreams>()
            .TransactAsync(app.Project, BotId.Parse(bot), advance, TestContext.Current.CancellationToken);

        Assert.Contains("\"state\":\"staged\"", await HeadAsync(bot), StringComparison.Ordinal);
        await AssertRefusedAsync(app.Client, bot, Valid, 400, "Bot is not scheduled");
    }

    [Fact]
    public async Task Errors_in_the_body_are_reported_before_errors_in_the_bots_state()
    {
        var active = await app.CreateBotAsync();
        await app.ReportAsync(active, "joined_meeting");

        foreach (var bot in new[] { active, "bot_0000000000000000", "nobody" })
        {
            await AssertRefusedAsync(app.Client, bot, "{", 400, "Invalid JSON in request body");
            await AssertRefusedAsync(app.Client, bot, "{}", 400, "No valid update fields provided");
        }
    }

    [Theory]
    [InlineData("bot_0000000000000000")]
    [InlineData("5b0ff6e7-3cea-4c9f-a6b4-851c5f11cf4f")]
    [InlineData("a%2Fb")]
    public Task An_unknown_bot_is_not_found(string id) => AssertRefusedAsync(app.Client, id, Valid, 404, "Bot not found");

    [Fact]
    public async Task Another_projects_bot_is_forbidden_until_it_is_deleted()
    {
        var bot = await app.CreateBotAsync(inSeconds: 3600);
        using var other = app.OtherClient();
        app.StorageRequests.Clear();
        await AssertRefusedAsync(other, bot, Valid, 403, "Bot does not belong to the authenticated user");
        await AssertRefusedAsync(other, bot, "{}", 400, "No valid update fields provided");

        // The key, the note of its use, the caller's own partition, the index row and the bot.
        Assert.Equal(5, app.StorageRequests.Count);

        await app.Client.SendAsync("DELETE", $"/api/v1/bots/{bot}");
        await AssertRefusedAsync(other, bot, Valid, 404, "Bot not found");
        await AssertRefusedAsync(app.Client, bot, Valid, 404, "Bot not found");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("application/json")]
    [InlineData("text/plain; charset=x")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task The_content_type_does_not_matter(string? contentType)
    {
        var bot = await app.CreateBotAsync(inSeconds: 3600);
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Valid));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        using var response = await app.Client.PatchAsync(Path(bot), content, TestContext.Current.CancellationToken);

        Assert.Equal(200, (int)response.StatusCode);
    }

    [Fact]
    public async Task Invalid_UTF8_is_not_JSON()
    {
        var bot = await app.CreateBotAsync(inSeconds: 3600);

        using var response = await app.Client.PatchAsync(
            Path(bot),
            new ByteArrayContent([.. "{\"bot_username\": \""u8, 0xFF, .. "\"}"u8]),
            TestContext.Current.CancellationToken
        );

        Assert.Equal(Refusal(400, "Invalid JSON in request body"), await TextAsync(response));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_10_MiB_is_too_large(bool chunked)
    {
        using var content = new StreamContent(new MemoryStream(new byte[(10 * 1024 * 1024) + 1]));
        content.Headers.ContentLength = chunked ? null : content.Headers.ContentLength;

        using var response = await app.Client.PatchAsync(Path("bot_0000000000000000"), content, TestContext.Current.CancellationToken);

        Assert.Equal(Refusal(413, "Request body too large."), await TextAsync(response));
    }

    private async Task AssertNotUpdatedAsync(string state, string[] reports, string message)
    {
        var bot = await app.CreateBotAsync();
        foreach (var report in reports.Select(report => report.Split('/')))
        {
            Assert.Equal(200, (await app.ReportAsync(bot, report[0], report.ElementAtOrDefault(1))).Status);
        }

        var before = await HeadAsync(bot);
        Assert.Contains($"\"state\":\"{state}\"", before, StringComparison.Ordinal);
        await AssertRefusedAsync(app.Client, bot, Valid, 400, message);
        Assert.Equal(before, await HeadAsync(bot));
    }

    private static async Task AssertRefusedAsync(HttpClient client, string bot, string body, int status, string message)
    {
        using var response = await client.PatchAsync(
            Path(bot),
            new StringContent(body, Encoding.UTF8, "application/json"),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(Refusal(status, message), OnlyTheSentence(await TextAsync(response)));
    }

    /// <summary>Next to the message, the body lists the known fields and which of the sent fields are invalid.</summary>
    private static string OnlyTheSentence(string text) =>
        text.Split(",\"valid_fields\":")[0] is var start && start.Length < text.Length ? $"{start}}}" : text;

    private static string Refusal(int status, string message) =>
        $$"""{{status}} {"message":"{{message}}","error":"{{message}}","status_code":{{status}}}""";

    private static async Task<string> TextAsync(HttpResponseMessage response) =>
        $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}";

    private static Uri Path(string bot) => new($"/calendar/scheduled/{bot}", UriKind.Relative);

    /// <summary>Everything stored about the bot, including its version.</summary>
    private async Task<string> HeadAsync(string bot)
    {
        var stored = await app
            .Services.GetRequiredService<BotStore>()
            .ReadAsync(app.Project, BotId.Parse(bot), TestContext.Current.CancellationToken);
        return JsonSerializer.Serialize(stored!.Bot, BotJson.Default.Bot);
    }
}
