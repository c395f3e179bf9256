using System.Text.Json;
using Usher.Tests.Support;

namespace Usher.Tests.Api;

public sealed class BotsApiTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_bot_without_a_time_is_joining()
    {
        var (status, bot) = await app.Client.SendAsync(
            "POST",
            "/api/v1/bots",
            """{"meeting_url": "https://meet.google.com/abc-defg-hij?authuser=1", "bot_name": " Usher ", "metadata": {"a": "é"}}"""
        );

        Assert.Equal(201, status);
        Assert.Equal(
            $$"""{"id":"{{bot.GetProperty("id").GetString()}}","metadata":{"a":"é"},"meeting_url":"https://meet.google.com/abc-defg-hij","state":"joining","events":[{"type":"join_requested","sub_type":null,"created_at":"2026-01-01T12:00:00Z"}],"transcription_state":"not_started","recording_state":"not_started","join_at":"2026-01-01T12:00:00Z","deduplication_key":null}""",
            bot.GetRawText()
        );
    }

    [Fact]
    public async Task A_scheduled_bot_can_be_read_changed_and_deleted()
    {
        var id = await app.CreateBotAsync(inSeconds: 3600);

        var (patched, bot) = await app.Client.SendAsync(
            "PATCH",
            $"/api/v1/bots/{id}",
            """{"join_at": "2026-01-01T15:30:00.5+02:00", "bot_name": "Other", "unknown": 1}"""
        );
        var (read, same) = await app.Client.SendAsync("GET", $"/api/v1/bots/{id}");
        var (deleted, nothing) = await app.Client.SendAsync("DELETE", $"/api/v1/bots/{id}");
        var (gone, error) = await app.Client.SendAsync("GET", $"/api/v1/bots/{id}");

        Assert.Equal((200, 200, 200, 404), (patched, read, deleted, gone));
        Assert.Equal("2026-01-01T13:30:00.500000Z", bot.GetProperty("join_at").GetString());
        Assert.Equal(bot.GetRawText(), same.GetRawText());
        Assert.Equal(JsonValueKind.Undefined, nothing.ValueKind);
        Assert.Equal("""{"error":"Bot not found"}""", error.GetRawText());
    }

    [Fact]
    public async Task A_bot_whose_schedule_is_under_way_can_be_neither_changed_nor_deleted()
    {
        var id = await app.CreateBotAsync();

        var (_, patch) = await app.Client.SendAsync("PATCH", $"/api/v1/bots/{id}", """{"bot_name": "Other"}""");
        var (_, delete) = await app.Client.SendAsync("DELETE", $"/api/v1/bots/{id}");
        var (metadata, _) = await app.Client.SendAsync("PATCH", $"/api/v1/bots/{id}", """{"metadata": {"a": "b"}}""");

        Assert.Equal(
            "Bot is in state joining but join_at, meeting_url, bot_name, bot_image and recording_settings can only be updated when in the scheduled state",
            Error(patch)
        );
        Assert.Equal("Bot is in state joining but can only be deleted when in scheduled state", Error(delete));
        Assert.Equal(200, metadata);
    }

    [Fact]
    public async Task A_bot_can_leave_only_once()
    {
        var id = await app.CreateBotAsync();

        var (first, bot) = await app.Client.SendAsync("POST", $"/api/v1/bots/{id}/leave", "{this is never read");
        var (second, refusal) = await app.Client.SendAsync("POST", $"/api/v1/bots/{id}/leave");

        Assert.Equal((200, "leaving", 400), (first, bot.GetProperty("state").GetString(), second));
        Assert.StartsWith("Event leave_requested not allowed when bot is in state leaving. ", Error(refusal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deduplication_key_is_free_again_once_its_bot_has_ended()
    {
        var id = await app.CreateBotAsync(inSeconds: 3600, deduplicationKey: "dk");

        var (inUse, refusal) = await app.Client.SendAsync(
            "POST",
            "/api/v1/bots",
            """{"meeting_url": "https://zoom.us/j/1", "bot_name": "x", "deduplication_key": " dk "}"""
        );
        await app.Client.SendAsync("DELETE", $"/api/v1/bots/{id}");

        Assert.Equal(
            (400, true),
            (inUse, Error(refusal).StartsWith("Deduplication key already in use. A bot in a non-terminal state", StringComparison.Ordinal))
        );
        Assert.NotEqual(id, await app.CreateBotAsync(inSeconds: 3600, deduplicationKey: "dk"));
    }

    [Fact]
    public async Task Another_projects_bot_is_not_found()
    {
        var id = await app.CreateBotAsync(inSeconds: 3600);
        using var other = app.OtherClient();

        foreach (var (method, path) in new[] { ("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "/leave") })
        {
            var (status, body) = await other.SendAsync(method, $"/api/v1/bots/{id}{path}", method == "PATCH" ? "{}" : null);
            Assert.Equal((404, "Bot not found"), (status, Error(body)));
        }

        var (_, page) = await other.SendAsync("GET", "/api/v1/bots");
        Assert.Equal("""{"next":null,"previous":null,"results":[]}""", page.GetRawText());
    }

    private static string Error(JsonElement body) => body.GetProperty("error").GetString()!;
}
