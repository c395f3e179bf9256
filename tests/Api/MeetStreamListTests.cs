using System.Text.Json;
using Usher.Tests.Support;

namespace Usher.Tests.Api;

/// <summary>MeetStream's lists, and the cancellation of bots on the calendar.</summary>
public sealed class MeetStreamListTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Base = "/meetstream/api/v1";
    private TestApp app = null!;

    public static TheoryData<string> Calendars =>
        [
            "/calendar/scheduled_bots",
            "/calendar/scheduled",
            "/calendar/schedule",
            "/api/v1/calendar/scheduled_bots",
            "/api/v1/calendar/scheduled",
            "/api/v1/calendar/schedule",
            $"{Base}/calendar/scheduled_bots",
        ];

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [MemberData(nameof(Calendars))]
    public async Task Waiting_bots_are_listed_soonest_first_and_can_be_cancelled(string path)
    {
        var later = await app.CreateMeetStreamBotAsync(inSeconds: 7200, more: """, "custom_attributes": {"a": "b"} """);
        var sooner = await app.CreateBotAsync(inSeconds: 3600);
        await app.CreateMeetStreamBotAsync();

        var (status, body) = await app.CallAsync("python", "GET", $"{path}?limit=100");
        var listed = JsonElement.Parse(body).GetProperty("scheduled_bots").EnumerateArray().ToList();

        Assert.Equal(200, status);
        Assert.Equal([sooner, later], listed.Select(bot => bot.GetProperty("bot_id").GetString()));
        Assert.Equal(
            $$"""{"bot_id":"{{later}}","platform":"GMeet","status":"Scheduled","scheduled_join_time":"2026-01-01T14:00:"""
                + """00+00:00","bot_username":"Usher","meeting_link":"https://meet.google.com/abc-defg-hij","custom_attri"""
                + """butes":{"a":"b"},"is_scheduled":true}""",
            listed[1].GetRawText()
        );
        Assert.Equal(
            (200, $$"""{"message":"Scheduled bot deleted successfully","bot_id":"{{later}}"}"""),
            await app.CallAsync("node", "DELETE", $"{path}/{later}")
        );
        Assert.Equal(404, (await app.Client.SendAsync("GET", $"/api/v1/bots/{later}")).Status);
        Assert.Equal([sooner], await ScheduledAsync(path));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("101")]
    [InlineData("-1")]
    [InlineData("many")]
    public async Task An_invalid_limit_is_refused(string limit) =>
        Assert.Equal(
            (400, Refusal("limit must be an integer between 1 and 100")),
            await app.CallAsync("python", "GET", $"/api/v1/calendar/scheduled_bots?limit={limit}")
        );

    [Theory]
    [InlineData("Bot is not scheduled")]
    [InlineData("Cannot delete active bot (bot is currently in a meeting)", "joined_meeting")]
    [InlineData("Bot is not scheduled", "fatal_error")]
    public async Task A_bot_that_is_not_waiting_is_not_cancelled(string message, params string[] reports)
    {
        var bot = await app.CreateMeetStreamBotAsync();
        foreach (var report in reports)
        {
            await app.ReportAsync(bot, report);
        }

        Assert.Equal((400, Refusal(message)), await app.CallAsync("python", "DELETE", $"/api/v1/calendar/scheduled_bots/{bot}"));
    }

    [Fact]
    public async Task Bots_are_listed_page_by_page()
    {
        List<string> created = [];
        for (var i = 0; i < 53; i++)
        {
            app.Clock.Advance(TimeSpan.FromMilliseconds(1));
            created.Add(i % 2 == 0 ? await app.CreateBotAsync(inSeconds: 3600) : await app.CreateMeetStreamBotAsync(inSeconds: 3600));
        }

        var first = JsonElement.Parse((await app.CallAsync("node", "GET", $"{Base}/bots")).Body);
        var cursor = first.GetProperty("nextCursor").GetString();
        var second = JsonElement.Parse((await app.CallAsync("node", "GET", $"{Base}/bots?cursor={cursor}")).Body);

        Assert.Equal(created, Ids(first).Concat(Ids(second)));
        Assert.Equal((true, false), (first.GetProperty("hasNextPage").GetBoolean(), second.GetProperty("hasNextPage").GetBoolean()));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("nextCursor").ValueKind);
    }

    [Fact]
    public async Task Filters_narrow_the_list()
    {
        var meet = await app.CreateMeetStreamBotAsync(inSeconds: 3600, more: """, "custom_attributes": {"tag": "a", "x": "1"} """);
        app.Clock.Advance(TimeSpan.FromDays(1));
        var (_, body) = await app.CallAsync(
            "python",
            "POST",
            "/api/v1/bots/create_bot",
            """{"meeting_link": "https://zoom.us/j/123", "custom_attributes": {"tag": "a"}}"""
        );
        var zoom = JsonElement.Parse(body).GetProperty("bot_id").GetString()!;

        Assert.Equal([meet, zoom], await ListAsync("custom_attr%5Btag%5D=a"));
        Assert.Equal([meet], await ListAsync("custom_attr%5Btag%5D=a&custom_attr%5Bx%5D=1"));
        Assert.Equal([], await ListAsync("custom_attr%5Btag%5D=b"));
        Assert.Equal([meet], await ListAsync("platform=GMeet"));
        Assert.Equal([zoom], await ListAsync("platform=zoom"));
        Assert.Equal([zoom], await ListAsync("status=Joining"));
        Assert.Equal([meet], await ListAsync("from=2026-01-01&to=2026-01-01"));
        Assert.Equal([zoom], await ListAsync("from=2026-01-02"));
        foreach (var wrong in new[] { "status=asleep", "platform=Webex", "from=yesterday", "to=2026-02-30", "cursor=x" })
        {
            Assert.Equal(400, (await app.CallAsync("python", "GET", $"{Base}/bots?{wrong}")).Status);
        }
    }

    [Fact]
    public async Task The_list_at_the_shared_path_is_the_other_dialects()
    {
        await app.CreateMeetStreamBotAsync();

        var (status, body) = await app.CallAsync("python", "GET", "/api/v1/bots?status=Done");

        Assert.Equal(200, status);
        Assert.Equal(["next", "previous", "results"], JsonElement.Parse(body).EnumerateObject().Select(member => member.Name));
    }

    private async Task<IEnumerable<string>> ListAsync(string query) =>
        Ids(JsonElement.Parse((await app.CallAsync("python", "GET", $"{Base}/bots?{query}")).Body));

    private async Task<IEnumerable<string?>> ScheduledAsync(string path) =>
        JsonElement
            .Parse((await app.CallAsync("python", "GET", path)).Body)
            .GetProperty("scheduled_bots")
            .EnumerateArray()
            .Select(bot => bot.GetProperty("bot_id").GetString());

    private static string Refusal(string message) => $$"""{"message":"{{message}}","error":"{{message}}","status_code":400}""";

    private static IEnumerable<string> Ids(JsonElement list) =>
        list.GetProperty("bots").EnumerateArray().Select(bot => bot.GetProperty("bot_id").GetString()!);
}
