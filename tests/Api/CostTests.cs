using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Usher.Bots;
using Usher.Storage;
using Usher.Tests.Support;

namespace Usher.Tests.Api;

/// <summary>
/// The cost of each request in storage transactions, counted in the clients' own pipelines, so that no extra one slips in.
/// </summary>
public sealed class CostTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Each_request_costs_exactly_the_expected_transactions()
    {
        var warm = await app.CreateBotAsync(inSeconds: 3600);

        Assert.Equal(
            "POST message, PATCH row, POST transaction",
            await CostAsync("POST", "/api/v1/bots", """{"meeting_url": "https://zoom.us/j/1", "bot_name": "x", "deduplication_key": "k"}""")
        );
        Assert.Equal("GET row", await CostAsync("GET", $"/api/v1/bots/{warm}"));
        Assert.Equal(
            "GET row, POST transaction",
            await CostAsync("PATCH", $"/api/v1/bots/{warm}", """{"metadata": {"a": "b"}, "bot_name": "Other"}""")
        );
        Assert.Equal(
            "GET row, POST message, POST transaction",
            await CostAsync("PATCH", $"/api/v1/bots/{warm}", """{"join_at": "2026-01-01T15:00:00Z"}""")
        );
        Assert.Equal(
            "GET row, POST message, POST transaction",
            await CostAsync("PATCH", $"/calendar/scheduled/{warm}", """{"scheduled_join_time": "2026-01-01T16:00:00Z"}""")
        );
        Assert.Equal(
            "GET row, POST transaction",
            await CostAsync("PATCH", $"/calendar/scheduled/{warm}", """{"custom_attributes": {"c": "d"}, "recording_enabled": false}""")
        );
        Assert.Equal("GET row, GET row", await CostAsync("GET", $"/api/v1/bots/{warm}/events"));
        Assert.Equal("GET row, GET row", await CostAsync("GET", $"/api/v1/bots/{warm}?at=2026-01-01T12:00:00Z"));
        Assert.Equal("GET row, POST message, POST transaction", await CostAsync("DELETE", $"/api/v1/bots/{warm}"));

        var joining = await app.CreateBotAsync();
        Assert.Equal("GET row, GET row, GET row, GET row", await CostAsync("GET", $"/api/v1/bots/{joining}/events"));
        Assert.Equal("GET row", await CostAsync("GET", $"/api/v1/bots/{joining}/deadline"));
        Assert.Equal("GET row, POST message, POST transaction", await CostAsync("POST", $"/api/v1/bots/{joining}/leave"));
        Assert.Equal("GET row", await CostAsync("PATCH", $"/api/v1/bots/{joining}", "{}"));
    }

    [Fact]
    public async Task A_key_costs_one_read_and_a_repeated_request_little_more()
    {
        const string Create = """{"meeting_url": "https://zoom.us/j/1", "bot_name": "x", "join_at": "2026-01-01T15:00:00Z"}""";
        var (bot, joining) = (await app.CreateBotAsync(inSeconds: 3600), await app.CreateBotAsync());

        foreach (
            var (method, path, body, first, again) in new[]
            {
                ("POST", "/api/v1/bots", Create, "GET row, POST message, PATCH row, POST transaction", "GET row"),
                ("PATCH", $"/api/v1/bots/{bot}", """{"metadata": {"a": "b"}}""", "GET row, GET row, POST transaction", "GET row, GET row"),
                ("PATCH", $"/api/v1/bots/{joining}", "{}", "GET row, GET row, POST row", "GET row, GET row"),
                ("POST", $"/api/v1/bots/{joining}/leave", null, "GET row, GET row, POST message, POST transaction", "GET row"),
            }
        )
        {
            var key = ("Idempotency-Key", first.Length + method);
            Assert.Equal(first, await CostAsync(method, path, body, key));
            Assert.Equal(again, await CostAsync(method, path, body, key));
        }
    }

    [Fact]
    public async Task Reading_a_key_costs_one_read_a_minute_and_noting_its_use_one_write_an_hour()
    {
        var bot = await app.CreateBotAsync(inSeconds: 7200);
        var path = $"/api/v1/bots/{bot}";

        Assert.Equal("GET row", await CostAsync("GET", path));
        app.Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal("GET row, GET row", await CostAsync("GET", path));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("GET row, PATCH row, GET row", await CostAsync("GET", path));
        Assert.Equal("GET row", await CostAsync("GET", path));
    }

    [Fact]
    public async Task The_feed_costs_one_query_a_shard_and_one_transaction_when_there_are_new_events()
    {
        await app.CreateBotAsync();

        var first = await CostAsync("GET", "/api/v1/events");
        var again = await CostAsync("GET", "/api/v1/events");

        // A request to join costs three more reads, to measure how punctual it was.
        Assert.Equal(
            [20, 1],
            first.Split(", ").CountBy(request => request).OrderBy(count => count.Key, StringComparer.Ordinal).Select(count => count.Value)
        );
        Assert.Equal(string.Join(", ", Enumerable.Repeat("GET row", 19)), again);
    }

    [Fact]
    public async Task A_meeting_batch_costs_four_reads_one_message_and_one_transaction()
    {
        var bot = await app.ABotInAMeetingAsync();
        app.StorageRequests.Clear();
        await app.SayAsync(bot, "1", "a", "b", "c");

        // The bot index, the bot, the stream and the participant.
        Assert.Equal(
            ["GET row", "GET row", "GET row", "GET row", "POST message", "POST transaction"],
            app.StorageRequests.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Batches_in_the_feed_cost_two_reads_a_bot_and_one_for_each_kind()
    {
        var bot = await app.ABotInAMeetingAsync();
        var (_, page) = await app.Client.SendAsync("GET", "/api/v1/events");
        foreach (var batch in Enumerable.Range(0, 9))
        {
            await app.SayAsync(bot, $"{batch}", "a", "b", "c");
        }

        var after = page.GetProperty("next").GetString();
        await CostAsync("GET", $"/api/v1/events?after={after}");
        var again = await CostAsync("GET", $"/api/v1/events?after={after}");

        // One query for each shard; the bot, its utterances and its participants.
        Assert.Equal(string.Join(", ", Enumerable.Repeat("GET row", 16 + 3)), again);
    }

    [Fact]
    public async Task An_unknown_bot_costs_one_read_however_many_projects_exist()
    {
        foreach (var number in Enumerable.Range(0, 20))
        {
            await app.Services.GetRequiredService<Projects>().AddAsync($"{app.Project}x{number}", TestContext.Current.CancellationToken);
        }

        var bot = BotId.New(app.Clock.GetUtcNow(), key: null);
        app.StorageRequests.Clear();
        Assert.Equal(404, (await app.RunnerClient().SendAsync("POST", $"/runner/v1/bots/{bot}/heartbeat")).Status);
        Assert.Equal(["GET row"], app.StorageRequests);

        await app.CreateBotAsync();
        app.StorageRequests.Clear();
        Assert.Equal(404, (await app.Client.SendAsync("PATCH", $"/calendar/scheduled/{bot}", """{"bot_username": "x"}""")).Status);
        Assert.Equal(["GET row", "GET row"], app.StorageRequests);
    }

    [Fact]
    public async Task A_refused_creation_leaves_no_trace_of_its_id()
    {
        await app.CreateBotAsync(deduplicationKey: "k");
        const string Again = """{"meeting_url": "https://zoom.us/j/1", "bot_name": "x", "deduplication_key": "k"}""";

        Assert.Equal(400, (await app.Client.SendAsync("POST", "/api/v1/bots", Again)).Status);

        var rows = app
            .Services.GetRequiredService<StorageAccount>()
            .Tables.GetTableClient("botindex")
            .Query<TableEntity>($"Project eq '{app.Project}'", cancellationToken: TestContext.Current.CancellationToken);
        Assert.Single(rows);
    }

    [Fact]
    public async Task A_condition_costs_nothing()
    {
        var bot = await app.CreateBotAsync(inSeconds: 3600);

        Assert.Equal("GET row", await CostAsync("GET", $"/api/v1/bots/{bot}", null, ("If-Match", "\"1\"")));
        Assert.Equal(
            "GET row, POST message, POST transaction",
            await CostAsync("DELETE", $"/api/v1/bots/{bot}", null, ("If-Match", "\"1\""))
        );
    }

    private async Task<string> CostAsync(string method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        app.StorageRequests.Clear();
        Assert.InRange((await app.Client.AskAsync(method, path, body, headers)).Status, 200, 201);
        return string.Join(", ", app.StorageRequests);
    }
}
