using Microsoft.Extensions.DependencyInjection;
using Usher.Bots;
using Usher.Commanding;
using Usher.Storage;
using Usher.Tests.Support;

namespace Usher.Tests.Api;

/// <summary>
/// What an update of a scheduled bot does. At the time on the clock, the examples in the dialect's documentation lie in the future.
/// </summary>
public sealed class MeetStreamUpdateTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private TestApp app = null!;

    public async ValueTask InitializeAsync() =>
        app = await TestApp.StartAsync(azurite.ConnectionString, new ManualTime(new DateTimeOffset(2024, 12, 20, 9, 0, 0, TimeSpan.Zero)));

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task The_documented_request_changes_everything_at_once()
    {
        var bot = await app.CreateBotAsync(inSeconds: 7200);

        Assert.Equal(
            Updated(
                bot,
                true,
                "scheduled_join_time",
                "bot_username",
                "custom_attributes",
                "transcription_enabled",
                "recording_enabled",
                "screenshot_enabled"
            ),
            await UpdateAsync(
                bot,
                """
                {
                  "scheduled_join_time": "2024-12-20T10:00:00Z",
                  "bot_username": "Updated Bot Name",
                  "custom_attributes": { "key": "value" },
                  "transcription_enabled": true,
                  "recording_enabled": true,
                  "screenshot_enabled": false
                }
                """
            )
        );

        var stored = await StoredAsync(bot);
        Assert.Equal(
            (new DateTimeOffset(2024, 12, 20, 10, 0, 0, TimeSpan.Zero), "Updated Bot Name", """{"key":"value"}""", 2),
            (stored.JoinAt, stored.BotName, stored.Metadata?.Text, stored.Version)
        );
        Assert.Equal(
            """{"transcription_enabled":true,"recording_enabled":true,"screenshot_enabled":false}""",
            stored.Settings.Json.Element.GetProperty("features").GetRawText()
        );
    }

    [Fact]
    public async Task The_three_documented_examples_work()
    {
        var bot = await app.CreateBotAsync(inSeconds: 7200);

        Assert.Equal(
            Updated(bot, true, "scheduled_join_time"),
            await UpdateAsync(bot, """{"scheduled_join_time": "2024-12-20T09:55:00Z"}""")
        );
        Assert.Equal(
            Updated(bot, false, "bot_username", "transcription_enabled", "recording_enabled"),
            await UpdateAsync(bot, """{"bot_username": "My Custom Bot Name", "transcription_enabled": true, "recording_enabled": false}""")
        );
        Assert.Equal(
            Updated(bot, false, "custom_attributes"),
            await UpdateAsync(bot, """{"custom_attributes": {"department": "Engineering", "project": "Q4 Initiative"}}""")
        );

        var (_, read) = await app.Client.SendAsync("GET", $"/api/v1/bots/{bot}");
        Assert.Equal("2024-12-20T09:55:00Z", read.GetProperty("join_at").GetString());
        Assert.Equal("""{"department":"Engineering","project":"Q4 Initiative"}""", read.GetProperty("metadata").GetRawText());
        Assert.Equal("My Custom Bot Name", (await StoredAsync(bot)).BotName);
    }

    [Fact]
    public async Task Attributes_are_merged_into_the_bots_metadata_and_removing_the_last_one_removes_the_metadata()
    {
        var bot = await app.CreateBotAsync(inSeconds: 7200);
        await app.Client.SendAsync("PATCH", $"/api/v1/bots/{bot}", """{"metadata": {"customer": "é", "room": "1"}}""");

        await UpdateAsync(bot, """{"custom_attributes": {"room": null, "floor": "2", "never": null}}""");
        Assert.Equal("""{"customer":"é","floor":"2"}""", await MetadataAsync(bot));

        Assert.Equal(
            Updated(bot, false, "custom_attributes"),
            await UpdateAsync(bot, """{"custom_attributes": {"customer": null, "floor": null}}""")
        );
        Assert.Equal("null", await MetadataAsync(bot));

        await UpdateAsync(bot, """{"custom_attributes": {"customer": "again"}}""");
        Assert.Equal("""{"customer":"again"}""", await MetadataAsync(bot));

        var id = BotId.Parse(bot);
        var events = await app
            .Services.GetRequiredService<BotStore>()
            .EventsAsync(app.Project, id, cancellationToken: TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            [null, """{"customer":"é","room":"1"}""", """{"customer":"é","floor":"2"}""", null, """{"customer":"again"}"""],
            Enumerable
                .Range(1, events.Count)
                .Select(count => Bot.Fold(id, events.Take(count).Select(stored => stored.Event)).Metadata?.Text)
        );
    }

    [Theory]
    [InlineData("""{"scheduled_join_time": "2024-12-20T12:00:00+01:00"}""", false)]
    [InlineData("""{"scheduled_join_time": "2024-12-20 11:00"}""", false)]
    [InlineData("""{"scheduled_join_time": "2024-12-20T11:00:00.000001Z"}""", true)]
    public async Task The_schedule_is_updated_only_if_the_time_differs(string body, bool updated)
    {
        var bot = await app.CreateBotAsync(inSeconds: 7200);

        Assert.Equal(Updated(bot, updated, "scheduled_join_time"), await UpdateAsync(bot, body));
        Assert.Equal(updated ? 2 : 1, (await StoredAsync(bot)).Version);
    }

    [Fact]
    public async Task Unknown_fields_are_ignored_and_the_last_of_duplicate_names_counts()
    {
        var bot = await app.CreateBotAsync(inSeconds: 7200);

        Assert.Equal(
            Updated(bot, false, "bot_username", "screenshot_enabled")[..^1] + ""","ignored_fields":["meeting_url","�"]}""",
            await UpdateAsync(
                bot,
                """{"screenshot_enabled": true, "meeting_url": 1, "\ud800": "\ud800", "bot_username": 2, "bot_username": "  Trimmed\u0020"}"""
            )
        );
        Assert.Equal("Trimmed", (await StoredAsync(bot)).BotName);
    }

    [Fact]
    public async Task Recording_that_was_switched_off_does_not_start()
    {
        var bot = await app.CreateBotAsync(inSeconds: 7200);
        await UpdateAsync(bot, """{"recording_enabled": false}""");
        app.Clock.Advance(TimeSpan.FromHours(2));
        var advance = new BotCommand.Advance(new LifecycleOptions(), null) { Actor = Actor.Lifecycle };
        await app
            .Services.GetRequiredService<BotStreams>()
            .TransactAsync(app.Project, BotId.Parse(bot), advance, TestContext.Current.CancellationToken);

        await app.ReportAsync(bot, "joined_meeting");
        await app.ReportAsync(bot, "recording_permission_granted");

        var (_, read) = await app.Client.SendAsync("GET", $"/api/v1/bots/{bot}");
        Assert.Equal(
            ("joined_recording", "not_started"),
            (read.GetProperty("state").GetString(), read.GetProperty("recording_state").GetString())
        );
    }

    private static string Updated(string bot, bool scheduleUpdated, params string[] fields) =>
        $$"""200 {"message":"Scheduled bot updated successfully","bot_id":"{{bot}}","updated_fields":[{{string.Join(',', fields.Select(field => $"\"{field}\""))}}],"schedule_updated":{{(scheduleUpdated ? "true" : "false")}}}""";

    private async Task<string> UpdateAsync(string bot, string body)
    {
        var (status, answer) = await app.Client.SendAsync("PATCH", $"/calendar/scheduled/{bot}", body);
        return $"{status} {answer.GetRawText()}";
    }

    private async Task<string> MetadataAsync(string bot) =>
        (await app.Client.SendAsync("GET", $"/api/v1/bots/{bot}")).Body.GetProperty("metadata").GetRawText();

    private async Task<Bot> StoredAsync(string bot) =>
        (
            await app
                .Services.GetRequiredService<BotStore>()
                .ReadAsync(app.Project, BotId.Parse(bot), TestContext.Current.CancellationToken)
        )!.Bot;
}
