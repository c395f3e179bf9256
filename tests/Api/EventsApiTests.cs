using System.Text.Json;
using System.Text.RegularExpressions;
using Usher.Tests.Support;

namespace Usher.Tests.Api;

public sealed partial class EventsApiTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_bots_events_list_everything_that_happened_to_it()
    {
        var bot = await app.CreateBotAsync();
        await app.Client.SendAsync("PATCH", $"/api/v1/bots/{bot}", """{"metadata": {"customer": "Zo\u00eb"}}""");
        await app.RunnerClient().SendAsync("POST", $"/runner/v1/bots/{bot}/claim", $$"""{"command_id": "{{bot}}:1"}""");
        await app.RunnerClient()
            .SendAsync("POST", $"/runner/v1/bots/{bot}/events", """{"id": "r", "type": "joined_meeting", "data": {"participants": 2}}""");

        var (status, page) = await app.Client.SendAsync("GET", $"/api/v1/bots/{bot}/events");

        Assert.Equal(200, status);
        Assert.Equal("4", page.GetProperty("next").GetString());
        var actor = page.GetProperty("results")[0].GetProperty("actor").GetString()!;
        Assert.Matches("^key:[0-9a-f]{12}$", actor);
        Assert.Equal(
            [
                """{"bot_id":"BOT","sequence_number":1,"type":"join_requested","sub_type":null,"actor":"KEY","created_at":"2026-01-01T12:00:00Z","old_state":"ready","new_state":"joining","data":{"meeting_url":"https://meet.google.com/abc-defg-hij","bot_name":"Usher","join_at":null,"metadata":null,"deduplication_key":null,"settings":[]}}""",
                """{"bot_id":"BOT","sequence_number":2,"type":"updated","sub_type":null,"actor":"KEY","created_at":"2026-01-01T12:00:00Z","old_state":"joining","new_state":"joining","data":{"metadata":{"customer":"Zoë"}}}""",
                """{"bot_id":"BOT","sequence_number":3,"type":"command_claimed","sub_type":null,"actor":"runner","created_at":"2026-01-01T12:00:00Z","old_state":"joining","new_state":"joining","data":{"sequence_number":1}}""",
                """{"bot_id":"BOT","sequence_number":4,"type":"joined_meeting","sub_type":null,"actor":"runner","created_at":"2026-01-01T12:00:00Z","old_state":"joining","new_state":"joined_not_recording","data":{"participants":2}}""",
            ],
            page.GetProperty("results")
                .EnumerateArray()
                .Select(result =>
                    SettingsNames()
                        .Replace(
                            result
                                .GetRawText()
                                .Replace(bot, "BOT", StringComparison.Ordinal)
                                .Replace(actor, "KEY", StringComparison.Ordinal),
                            "\"settings\":[]}"
                        )
                )
        );
    }

    [Fact]
    public async Task The_feed_reports_meeting_events_as_webhooks_do()
    {
        var bot = await app.ABotInAMeetingAsync();
        await app.ComeAsync(bot, "1");
        await app.SayAsync(bot, "2", "Zoë");
        await app.WriteAsync(bot, "3", "Hello", "m1");

        var (status, page) = await app.Client.SendAsync("GET", "/api/v1/events");

        Assert.Equal(200, status);
        Assert.Equal(
            [
                "1 null join_requested",
                "2 null joined_meeting",
                "null 2 participant_events.join_leave",
                "null 3 participant_events.speech_start_stop",
                "null 4 transcript.update",
                "null 5 chat_messages.update",
            ],
            page.GetProperty("results")
                .EnumerateArray()
                .Select(next => $"{Member(next, "sequence_number")} {Member(next, "meeting_sequence_number")} {next.GetProperty("type")}")
        );
        Assert.Equal(
            """{"bot_id":"BOT","meeting_sequence_number":4,"type":"transcript.update","sub_type":null,"actor":"runner","created_at":"2026-01-01T12:00:00Z","data":{"speaker_name":"Ann","speaker_uuid":"u1","speaker_user_uuid":null,"speaker_is_host":false,"timestamp_ms":0,"duration_ms":1,"transcription":{"transcript":"Zoë"}}}""",
            page.GetProperty("results")[4].GetRawText().Replace(bot, "BOT", StringComparison.Ordinal)
        );
        Assert.Equal(2, (await app.Client.SendAsync("GET", $"/api/v1/bots/{bot}/events")).Body.GetProperty("results").GetArrayLength());

        static string Member(JsonElement next, string name) => next.TryGetProperty(name, out var value) ? value.GetRawText() : "null";
    }

    [Fact]
    public async Task Settings_are_listed_by_name_only()
    {
        var (_, created) = await app.Client.SendAsync(
            "POST",
            "/api/v1/bots",
            """
            {"meeting_url": "https://zoom.us/j/1", "bot_name": "x", "rtmp_settings": {"destination_url": "rtmp://a", "stream_key": "secret-stream-key"}}
            """
        );

        var (_, page) = await app.Client.SendAsync("GET", $"/api/v1/bots/{created.GetProperty("id").GetString()}/events");

        Assert.Contains(
            "rtmp_settings",
            page.GetProperty("results")[0].GetProperty("data").GetProperty("settings").EnumerateArray().Select(name => name.GetString())
        );
        Assert.DoesNotContain("secret-stream-key", page.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clients_that_page_with_next_receive_each_event_exactly_once()
    {
        var bot = await app.CreateBotAsync(inSeconds: 3600);
        foreach (var number in Enumerable.Range(0, 4))
        {
            await app.Client.SendAsync("PATCH", $"/api/v1/bots/{bot}", $$"""{"metadata": {"n": "{{number}}"} }""");
        }

        foreach (var path in (string[])[$"/api/v1/bots/{bot}/events", "/api/v1/events"])
        {
            List<int> seen = [];
            for (var (next, more) = ("", true); more; )
            {
                var (_, page) = await app.Client.SendAsync("GET", $"{path}?limit=2&after={next}");
                (next, more) = (page.GetProperty("next").GetString()!, page.GetProperty("results").GetArrayLength() > 0);
                seen.AddRange(
                    page.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("sequence_number").GetInt32())
                );
            }

            Assert.Equal([1, 2, 3, 4, 5], seen);
        }
    }

    [Fact]
    public async Task Clients_that_start_at_latest_receive_only_later_events()
    {
        var old = await app.CreateBotAsync(inSeconds: 3600);

        var (status, latest) = await app.Client.SendAsync("GET", "/api/v1/events?after=latest");
        await app.Client.SendAsync("PATCH", $"/api/v1/bots/{old}", """{"metadata": {"n": "1"}}""");
        var (_, page) = await app.Client.SendAsync("GET", $"/api/v1/events?after={latest.GetProperty("next").GetString()}");

        Assert.Equal((200, 0), (status, latest.GetProperty("results").GetArrayLength()));
        Assert.Equal([2], page.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("sequence_number").GetInt32()));
    }

    [Fact]
    public async Task Clients_that_start_at_latest_miss_no_event_that_has_not_been_read_yet()
    {
        var (_, latest) = await app.Client.SendAsync("GET", "/api/v1/events?after=latest");
        var bot = await app.CreateBotAsync();
        var (_, page) = await app.Client.SendAsync("GET", $"/api/v1/events?after={latest.GetProperty("next").GetString()}");

        Assert.Equal([bot], page.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("bot_id").GetString()));
    }

    [Fact]
    public async Task A_projects_feed_covers_all_its_bots_including_deleted_ones()
    {
        var (first, second) = (await app.CreateBotAsync(inSeconds: 3600), await app.CreateBotAsync());
        await app.OtherClient().SendAsync("POST", "/api/v1/bots", """{"meeting_url": "https://zoom.us/j/1", "bot_name": "x"}""");
        await app.Client.SendAsync("DELETE", $"/api/v1/bots/{first}");

        var (_, page) = await app.Client.SendAsync("GET", "/api/v1/events");

        Assert.Equal(
            ((string[])[$"{first} bot_created", $"{first} deleted", $"{second} join_requested"]).Order(StringComparer.Ordinal),
            page.GetProperty("results")
                .EnumerateArray()
                .Select(result => $"{result.GetProperty("bot_id")} {result.GetProperty("type")}")
                .Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("/api/v1/events?limit=0", 400, """{"error":"Invalid limit. It must be a number from 1 to 200."}""")]
    [InlineData("/api/v1/events?limit=201", 400, """{"error":"Invalid limit. It must be a number from 1 to 200."}""")]
    [InlineData("/api/v1/events?after=nonsense", 404, """{"detail":"Invalid cursor"}""")]
    [InlineData("/api/v1/events?after=AAAA", 404, """{"detail":"Invalid cursor"}""")]
    [InlineData("/api/v1/bots/bot_0000000000000000/events", 404, """{"error":"Bot not found"}""")]
    [InlineData(
        "/api/v1/bots/bot_0000000000000000/events?limit=x",
        400,
        """{"error":"Invalid limit. It must be a number from 1 to 200."}"""
    )]
    [InlineData(
        "/api/v1/bots/bot_0000000000000000/events?after=-1",
        400,
        """{"error":"Invalid after. It must be the sequence number of the last event that you have."}"""
    )]
    public async Task An_invalid_cursor_or_limit_is_refused(string path, int status, string body)
    {
        var (answered, text) = await app.Client.SendAsync("GET", path);

        Assert.Equal((status, body), (answered, text.GetRawText()));
    }

    [Fact]
    public async Task A_client_cannot_read_another_projects_events()
    {
        var bot = await app.CreateBotAsync(inSeconds: 3600);

        Assert.Equal(404, (await app.OtherClient().SendAsync("GET", $"/api/v1/bots/{bot}/events")).Status);
        Assert.Equal(0, (await app.OtherClient().SendAsync("GET", "/api/v1/events")).Body.GetProperty("results").GetArrayLength());
        Assert.Equal(401, (await app.ClientOf("nobody").SendAsync("GET", "/api/v1/events")).Status);
        await app.Client.SendAsync("DELETE", $"/api/v1/bots/{bot}");
        Assert.Equal(404, (await app.Client.SendAsync("GET", $"/api/v1/bots/{bot}/events")).Status);
    }

    [Fact]
    public async Task The_cursor_after_the_last_event_is_stable()
    {
        await app.CreateBotAsync();
        var (_, page) = await app.Client.SendAsync("GET", "/api/v1/events");
        var next = page.GetProperty("next").GetString();

        var (_, again) = await app.Client.SendAsync("GET", $"/api/v1/events?after={next}");

        Assert.Equal((0, next), (again.GetProperty("results").GetArrayLength(), again.GetProperty("next").GetString()));
    }

    [GeneratedRegex("\"settings\":\\[[^]]*\\]}(,\"punctuality\":{[^}]*})?")]
    private static partial Regex SettingsNames();
}
