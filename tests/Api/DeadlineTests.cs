using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Usher.Bots;
using Usher.Lifecycle;
using Usher.Tests.Support;

namespace Usher.Tests.Api;

public sealed class DeadlineTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Each_state_tells_when_what_happens()
    {
        var scheduled = await app.CreateBotAsync(inSeconds: 3600);
        Assert.Equal(
            """{"state":"scheduled","state_since":"2026-01-01T12:00:00Z","due_at":"2026-01-01T12:55:00Z","what":{"type":"staged","sub_type":null}}""",
            await DeadlineAsync(scheduled)
        );

        var bot = await app.CreateBotAsync();
        Assert.Equal(
            """{"state":"joining","state_since":"2026-01-01T12:00:00Z","due_at":"2026-01-01T12:10:00Z","what":{"type":"fatal_error","sub_type":"bot_not_launched"}}""",
            await DeadlineAsync(bot)
        );
        await app.ReportAsync(bot, "joined_meeting");
        Assert.Equal(
            """{"state":"joined_not_recording","state_since":"2026-01-01T12:00:00Z","due_at":"2026-01-02T12:00:00Z","what":{"type":"fatal_error","sub_type":"heartbeat_timeout"}}""",
            await DeadlineAsync(bot)
        );
        await app.RunnerClient().SendAsync("POST", $"/runner/v1/bots/{bot}/heartbeat");
        Assert.Equal(
            """{"state":"joined_not_recording","state_since":"2026-01-01T12:00:00Z","due_at":"2026-01-01T12:10:00Z","what":{"type":"fatal_error","sub_type":"heartbeat_timeout"},"last_heartbeat_at":"2026-01-01T12:00:00Z"}""",
            await DeadlineAsync(bot)
        );
        await app.Client.SendAsync("POST", $"/api/v1/bots/{bot}/leave");
        Assert.Equal(
            """{"state":"leaving","state_since":"2026-01-01T12:00:00Z","due_at":"2026-01-01T12:02:00Z","what":{"type":"fatal_error","sub_type":"process_terminated"}}""",
            await DeadlineAsync(bot)
        );
        await app.ReportAsync(bot, "fatal_error", "process_terminated");
        Assert.Equal(
            """{"state":"fatal_error","state_since":"2026-01-01T12:00:00Z","due_at":null,"what":null}""",
            await DeadlineAsync(bot)
        );
    }

    [Fact]
    public async Task An_unknown_bot_has_no_deadline()
    {
        var bot = await app.CreateBotAsync();

        Assert.Equal(404, (await app.OtherClient().SendAsync("GET", $"/api/v1/bots/{bot}/deadline")).Status);
        Assert.Equal(404, (await app.Client.SendAsync("GET", "/api/v1/bots/nobody/deadline")).Status);
    }

    [Fact]
    public async Task A_join_that_no_runner_takes_is_told_again_twice_before_the_launch_times_out()
    {
        var bot = await app.CreateBotAsync();

        Assert.Equal(("2026-01-01T12:03:20", 0), await AdvanceAsync(bot));
        app.Clock.Advance(TimeSpan.FromSeconds(200));
        Assert.Equal(("2026-01-01T12:06:40", 1), await AdvanceAsync(bot));
        app.Clock.Advance(TimeSpan.FromSeconds(200));
        Assert.Equal(("2026-01-01T12:10:00", 1), await AdvanceAsync(bot));
        app.Clock.Advance(TimeSpan.FromSeconds(200));
        Assert.Equal((null, 1), await AdvanceAsync(bot)); // The announcement of its end.
    }

    [Fact]
    public async Task A_join_that_a_runner_has_taken_is_not_told_again()
    {
        var bot = await app.CreateBotAsync();
        await app.RunnerClient().SendAsync("POST", $"/runner/v1/bots/{bot}/claim", $$"""{"command_id": "{{bot}}:1"}""");
        app.Clock.Advance(TimeSpan.FromSeconds(200));

        Assert.Equal(("2026-01-01T12:10:00", 0), await AdvanceAsync(bot));
    }

    [Fact]
    public async Task A_leave_that_the_runner_does_not_confirm_is_told_again_and_then_ended()
    {
        var bot = await app.CreateBotAsync();
        await app.ReportAsync(bot, "joined_meeting");
        await app.Client.SendAsync("POST", $"/api/v1/bots/{bot}/leave");

        Assert.Equal(("2026-01-01T12:00:40", 0), await AdvanceAsync(bot));
        app.Clock.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(("2026-01-01T12:01:20", 1), await AdvanceAsync(bot));
        app.Clock.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(("2026-01-01T12:02:00", 1), await AdvanceAsync(bot));
        app.Clock.Advance(TimeSpan.FromSeconds(40));
        await AdvanceAsync(bot);
        var last = (await app.Client.SendAsync("GET", $"/api/v1/bots/{bot}")).Body.GetProperty("events").EnumerateArray().Last();
        Assert.Equal(
            ("fatal_error", "process_terminated"),
            (last.GetProperty("type").GetString(), last.GetProperty("sub_type").GetString())
        );
    }

    [Fact]
    public async Task The_first_end_holds_and_a_later_one_is_refused_and_logged()
    {
        var bot = await app.CreateBotAsync();
        await app.ReportAsync(bot, "could_not_join_meeting", "meeting_not_found");

        Assert.Equal(409, (await app.ReportAsync(bot, "fatal_error", "process_terminated")).Status);

        Assert.Equal(
            "could_not_join_meeting",
            (await app.Client.SendAsync("GET", $"/api/v1/bots/{bot}"))
                .Body.GetProperty("events")
                .EnumerateArray()
                .Last()
                .GetProperty("type")
                .GetString()
        );
        Assert.Contains(
            app.Logs.Lines,
            line =>
                line.Contains(
                    $"{bot}: the runner's report fatal_error (process_terminated) was refused: the bot is fatal_error.",
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public async Task The_request_to_join_tells_how_punctual_it_was()
    {
        var bot = await app.CreateBotAsync(inSeconds: 600);
        app.Clock.Advance(TimeSpan.FromSeconds(600.25));
        await AdvanceAsync(bot);
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await app
            .Services.GetRequiredService<Usher.Storage.BotIndex>()
            .WriteAsync(app.Project, Usher.Bots.BotId.Parse(bot), app.Clock.GetUtcNow(), TestContext.Current.CancellationToken);
        Assert.Equal(
            """{"due_at":"2026-01-01T12:10:00Z","requested_at":"2026-01-01T12:10:00.250000Z","requested_late_ms":250,"command_sent_at":"2026-01-01T12:10:01.250000Z","command_sent_late_ms":1250,"claimed_at":null,"claimed_late_ms":null,"joined_at":null,"joined_late_ms":null}""",
            await PunctualityAsync(bot)
        );

        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await app.Client.SendAsync("PATCH", $"/api/v1/bots/{bot}", """{"metadata": {"a": "b"}}""");
        await app.RunnerClient().SendAsync("POST", $"/runner/v1/bots/{bot}/claim", $$"""{"command_id": "{{bot}}:3"}""");
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await app.ReportAsync(bot, "joined_meeting");
        Assert.EndsWith(
            "\"claimed_at\":\"2026-01-01T12:10:02.250000Z\",\"claimed_late_ms\":2250,\"joined_at\":\"2026-01-01T12:10:03.250000Z\",\"joined_late_ms\":3250}",
            await PunctualityAsync(bot),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_command_was_never_sent_later_than_it_was_claimed_whatever_the_clocks_say()
    {
        var bot = await app.CreateBotAsync();
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await app.RunnerClient().SendAsync("POST", $"/runner/v1/bots/{bot}/claim", $$"""{"command_id": "{{bot}}:1"}""");
        var sentAt = app.Clock.GetUtcNow().AddSeconds(9);
        await app
            .Services.GetRequiredService<Usher.Storage.BotIndex>()
            .WriteAsync(app.Project, BotId.Parse(bot), sentAt, TestContext.Current.CancellationToken);

        Assert.Contains(
            "\"command_sent_at\":\"2026-01-01T12:00:01Z\",\"command_sent_late_ms\":1000,\"claimed_at\":\"2026-01-01T12:00:01Z\",\"claimed_late_ms\":1000",
            await PunctualityAsync(bot),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_feed_of_the_project_tells_the_same_as_the_bots_own()
    {
        var bots = new[] { await app.CreateBotAsync(), await app.CreateBotAsync(), await app.CreateBotAsync(inSeconds: 60) };
        await app.ReportAsync(bots[0], "joined_meeting");

        var (_, page) = await app.Client.SendAsync("GET", "/api/v1/events");

        foreach (var bot in bots[..2])
        {
            var told = page.GetProperty("results")
                .EnumerateArray()
                .Single(result =>
                    result.GetProperty("bot_id").GetString() == bot && result.GetProperty("type").GetString() == "join_requested"
                );
            Assert.Equal(await PunctualityAsync(bot), told.GetProperty("punctuality").GetRawText());
        }

        Assert.Equal(2, page.GetProperty("results").EnumerateArray().Count(result => result.TryGetProperty("punctuality", out _)));
    }

    private async Task<string> PunctualityAsync(string bot)
    {
        var (_, page) = await app.Client.SendAsync("GET", $"/api/v1/bots/{bot}/events");
        var told = Assert.Single(page.GetProperty("results").EnumerateArray(), result => result.TryGetProperty("punctuality", out _));
        Assert.Equal("join_requested", told.GetProperty("type").GetString());
        return told.GetProperty("punctuality").GetRawText();
    }

    private async Task<string> DeadlineAsync(string bot) =>
        (await app.Client.SendAsync("GET", $"/api/v1/bots/{bot}/deadline")).Body.GetRawText();

    /// <returns>When it wants to be asked again, and how many messages it sent.</returns>
    private async Task<(string? At, int Messages)> AdvanceAsync(string bot)
    {
        app.StorageRequests.Clear();
        var at = await app
            .Services.GetRequiredService<BotAdvancement>()
            .AdvanceAsync(app.Project, BotId.Parse(bot), TestContext.Current.CancellationToken);
        return (at?.DueAt.ToString("s", CultureInfo.InvariantCulture), app.StorageRequests.Count(request => request == "POST message"));
    }
}
