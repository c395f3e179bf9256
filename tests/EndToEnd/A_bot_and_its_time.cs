using Usher.Tests.Support;

namespace Usher.Tests.EndToEnd;

public sealed class A_bot_and_its_time(SharedHost shared)
{
    private static readonly TimeSpan OnTime = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_bot_without_a_join_time_runs_through_its_meeting_to_the_end()
    {
        using var client = await shared.ClientAsync();

        var meeting = await Meeting.CreateAsync(client);

        Assert.Equal(
            [
                "join_requested",
                "put_in_waiting_room",
                "joined_meeting",
                "recording_permission_granted",
                "meeting_ended",
                "post_processing_completed",
            ],
            Meeting.Events(await meeting.EndsRightAsync())
        );
        Assert.Equal(
            [
                "Ann: Good morning, Bob. Shall we begin?",
                "Bob: Yes, let's look at the plan. I put it into the chat.",
                "Ann: Then we ship on Friday.",
                "Bob: Friday it is. I will write the notes.",
            ],
            (await meeting.GetAsync("transcript"))
                .EnumerateArray()
                .Select(one => $"{one.GetProperty("speaker_name")}: {one.GetProperty("transcription").GetProperty("transcript")}")
        );
        Assert.Equal(["Ann", "Bob"], Names(await meeting.GetAsync("participants"), "name"));
        Assert.Equal(["https://example.com/plan"], Names(await meeting.GetAsync("chat_messages"), "text"));

        var file = await Meeting.DownloadAsync(await meeting.GetAsync("recording"));
        Assert.Equal("ftyp"u8, file.AsSpan(4, 4));
    }

    [Fact]
    public async Task A_scheduled_bot_joins_within_a_second_of_its_time()
    {
        using var client = await shared.ClientAsync();

        var bot = await (await Meeting.CreateAsync(client, inSeconds: 5)).EndsRightAsync();

        AssertOnTime(bot);
        Assert.Equal(["bot_created", "staged", "join_requested"], Meeting.Events(bot)[..3]);
    }

    [Theory]
    [InlineData(3600, 4)]
    [InlineData(4, 8)]
    public async Task A_rescheduled_bot_joins_once_at_the_new_time(int first, int second)
    {
        using var client = await shared.ClientAsync();
        var meeting = await Meeting.CreateAsync(client, first);

        var (status, _) = await meeting.PatchAsync(
            $$"""{"join_at": "{{Meeting.Time(TimeProvider.System.GetUtcNow().AddSeconds(second))}}"}"""
        );

        Assert.Equal(200, status);
        AssertOnTime(await meeting.EndsRightAsync());
    }

    [Fact]
    public async Task A_scheduled_bot_updated_in_the_other_dialect_joins_once_at_the_new_time()
    {
        using var client = await shared.ClientAsync();
        var meeting = await Meeting.CreateAsync(client, inSeconds: 3600);
        var time = Meeting.Time(TimeProvider.System.GetUtcNow().AddSeconds(4));

        var (status, body) = await client.SendAsync(
            "PATCH",
            $"/calendar/scheduled/{meeting.Bot}",
            $$"""{"scheduled_join_time": "{{time}}", "bot_username": "Other"}"""
        );

        Assert.Equal(
            $$"""200 {"message":"Scheduled bot updated successfully","bot_id":"{{meeting.Bot}}","updated_fields":["scheduled_join_time","bot_username"],"schedule_updated":true}""",
            $"{status} {body.GetRawText()}"
        );
        var ended = await meeting.EndsRightAsync();
        AssertOnTime(ended);
        Assert.Equal(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture), Meeting.JoinAt(ended));

        // Refusals use this dialect behind the development host too.
        var (refused, error) = await client.SendAsync("PATCH", $"/api/v1/calendar/schedule/{meeting.Bot}", """{"bot_username": "Late"}""");
        var (none, other) = await client.SendAsync("GET", $"/calendar/scheduled_bots/{meeting.Bot}");
        Assert.Equal(
            (400, "Bot is not scheduled", 405, 405),
            (refused, error.GetProperty("message").GetString(), none, other.GetProperty("status_code").GetInt32())
        );
    }

    [Fact]
    public async Task A_bot_deleted_before_its_time_never_joins()
    {
        using var client = await shared.ClientAsync();
        var deleted = await Meeting.CreateAsync(client, inSeconds: 3);
        var witness = await Meeting.CreateAsync(client, inSeconds: 4);

        Assert.Equal(200, (await deleted.DeleteAsync()).Status);

        // Once the bot after it has ended, the deleted bot's time is long past.
        await witness.EndsRightAsync();
        Assert.Equal("""{"error":"Bot not found"}""", (await deleted.GetAsync()).GetRawText());
        Assert.DoesNotContain(
            (await shared.ProcessAsync()).Lines,
            line => line.Contains(deleted.Bot, StringComparison.Ordinal) && line.Contains("join_requested", StringComparison.Ordinal)
        );
    }

    private static IEnumerable<string?> Names(System.Text.Json.JsonElement page, string field) =>
        page.GetProperty("results").EnumerateArray().Select(one => one.GetProperty(field).GetString());

    private static void AssertOnTime(System.Text.Json.JsonElement bot)
    {
        var lateness = Meeting.TimeOf(bot, "join_requested") - Meeting.JoinAt(bot);
        Assert.InRange(lateness, TimeSpan.Zero, OnTime);
        TestContext.Current.TestOutputHelper?.WriteLine($"{lateness.TotalMilliseconds} ms after its time");
    }
}
