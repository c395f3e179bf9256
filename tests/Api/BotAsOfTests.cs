using Usher.Tests.Support;

namespace Usher.Tests.Api;

public sealed class BotAsOfTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_bot_is_shown_as_of_a_past_time()
    {
        var bot = await app.CreateBotAsync();
        var created = await app.Client.AskAsync("GET", $"/api/v1/bots/{bot}");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.ReportAsync(bot, "joined_meeting");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.Client.SendAsync("PATCH", $"/api/v1/bots/{bot}", """{"metadata": {"a": "b"}}""");
        var now = await app.Client.AskAsync("GET", $"/api/v1/bots/{bot}");

        Assert.Equal(404, (await AtAsync(bot, "2026-01-01T11:59:59.999999Z")).Status);
        Assert.Equal(created, await AtAsync(bot, "2026-01-01T12:00:00Z"));
        Assert.Equal(created, await AtAsync(bot, "2026-01-01T12:00:59.999Z"));
        Assert.Equal("\"2\"", (await AtAsync(bot, "2026-01-01T12:01:00Z")).ETag);
        Assert.Equal("\"2\"", (await AtAsync(bot, "2026-01-01T13:01:59%2B01:00")).ETag);
        Assert.Equal(now, await AtAsync(bot, "2026-01-01T12:02:00Z"));
        Assert.Equal(now, await AtAsync(bot, "2030-01-01T00:00:00Z"));
        Assert.Equal(
            304,
            (await app.Client.AskAsync("GET", $"/api/v1/bots/{bot}?at=2026-01-01T12:00:00Z", null, ("If-None-Match", "\"1\""))).Status
        );
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("2026-13-01T00:00:00Z")]
    public async Task An_invalid_time_is_refused(string at) =>
        Assert.Equal(
            new Answer(400, """{"error":"Invalid at format. Use ISO 8601 format (e.g., 2024-01-18T12:34:56Z)"}"""),
            await AtAsync(await app.CreateBotAsync(), at)
        );

    [Fact]
    public async Task A_deleted_bot_has_no_past()
    {
        var bot = await app.CreateBotAsync(inSeconds: 3600);
        await app.Client.SendAsync("DELETE", $"/api/v1/bots/{bot}");

        Assert.Equal(404, (await AtAsync(bot, "2026-01-01T12:00:00Z")).Status);
    }

    private Task<Answer> AtAsync(string bot, string at) => app.Client.AskAsync("GET", $"/api/v1/bots/{bot}?at={at}");
}
