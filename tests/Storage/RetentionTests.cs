using Azure.Data.Tables;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.DependencyInjection;
using Usher.Bots;
using Usher.Bots.Webhooks;
using Usher.Storage;
using Usher.Tests.Support;

namespace Usher.Tests.Storage;

/// <summary>Old data is removed automatically, and nothing else is.</summary>
public sealed class RetentionTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Old_events_leave_the_feed_and_its_readers_continue()
    {
        await using var app = await StartAsync("FeedEvents=10.00:00:00");
        var (unread, old) = (await app.CreateBotAsync(), await app.CreateBotAsync());
        await app.ReportAsync(old, "joined_meeting");
        var place = (await FeedAsync(app, FeedPlace.Start)).Next;
        await app.ReportAsync(unread, "joined_meeting");
        app.Clock.Advance(TimeSpan.FromDays(11));
        await app.ReportAsync(old, "recording_permission_granted");

        await RemoveAsync(app);

        Assert.Equal([$"{old} 3"], (await FeedAsync(app, FeedPlace.Start)).Events);
        Assert.Equal([$"{old} 3"], (await FeedAsync(app, place)).Events);
        await app.ReportAsync(old, "meeting_ended");
        Assert.Equal([$"{old} 3", $"{old} 4"], (await FeedAsync(app, place)).Events);
        var (_, whole) = await app.Client.SendAsync("GET", $"/api/v1/bots/{old}/events?limit=3");
        Assert.Equal(3, whole.GetProperty("results").GetArrayLength());
        Assert.Equal(2, (await RowsAsync(app, "bots")).Count(row => row.StartsWith("fed|", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Old_meeting_batches_leave_the_feed_whole()
    {
        await using var app = await StartAsync("FeedEvents=10.00:00:00");
        var (unread, old) = (await app.ABotInAMeetingAsync(), await app.ABotInAMeetingAsync());
        await app.SayAsync(old, "1", "a", "b");
        var place = (await FeedAsync(app, FeedPlace.Start)).Next;
        await app.SayAsync(unread, "1", "c");
        app.Clock.Advance(TimeSpan.FromDays(11));
        await app.SayAsync(old, "2", "d", "e");

        await RemoveAsync(app);

        Assert.Equal([$"{old} 3", $"{old} 4"], (await FeedAsync(app, FeedPlace.Start)).Events);
        Assert.Equal([$"{old} 3", $"{old} 4"], (await FeedAsync(app, place)).Events);
        Assert.DoesNotContain(await RowsAsync(app, "bots"), row => row.StartsWith("fed|", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_feed_of_many_old_events_is_emptied_completely()
    {
        await using var app = await StartAsync("FeedEvents=1.00:00:00");
        var bot = await app.CreateBotAsync();
        for (var number = 0; number < 130; number++)
        {
            await app.Client.SendAsync("PATCH", $"/api/v1/bots/{bot}", $$"""{"metadata": {"n": "{{number}}"} }""");
        }

        await FeedAsync(app, FeedPlace.Start);
        app.Clock.Advance(TimeSpan.FromDays(2));
        await RemoveAsync(app);

        Assert.DoesNotContain(await RowsAsync(app, "bots"), row => row.Split('|') is ["fed", ..] or ["feed", "1", ..]);
        await app.ReportAsync(bot, "joined_meeting");
        Assert.Equal([$"{bot} 132"], (await FeedAsync(app, FeedPlace.Start)).Events);
    }

    [Fact]
    public async Task Records_of_finished_deliveries_are_removed_and_pending_ones_stay()
    {
        await using var app = await StartAsync("Deliveries=2.00:00:00");
        await app.SubscribeAsync(new Uri("http://localhost:1/"));
        var bot = await app.CreateBotAsync();
        await app.ReportAsync(bot, "joined_meeting");
        var store = app.Services.GetRequiredService<WebhookDeliveries>();
        var told = (await app.DispatchAsync(bot))[0];
        await store.TryUpdateAsync(told with { Status = DeliveryStatus.Delivered }, Token);
        app.Clock.Advance(TimeSpan.FromDays(1));
        await RemoveAsync(app);
        Assert.Equal(2, (await app.DeliveriesAsync(bot)).Count);
        app.Clock.Advance(TimeSpan.FromDays(2));

        await RemoveAsync(app);

        Assert.Equal(DeliveryStatus.Pending, Assert.Single(await app.DeliveriesAsync(bot)).Status);
    }

    [Fact]
    public async Task Answers_are_removed_after_a_day_or_when_the_setting_says()
    {
        await using var app = await StartAsync("Answers=3.00:00:00");
        var bot = await app.CreateBotAsync();
        async Task<Answer> LeaveAsync() => await app.Client.AskAsync("POST", $"/api/v1/bots/{bot}/leave", null, ("Idempotency-Key", "one"));
        Assert.Equal(200, (await LeaveAsync()).Status);

        app.Clock.Advance(TimeSpan.FromDays(2));
        await RemoveAsync(app);
        Assert.True((await LeaveAsync()).IsReplayed);
        app.Clock.Advance(TimeSpan.FromDays(2));
        await RemoveAsync(app);

        Assert.DoesNotContain(await RowsAsync(app, "bots"), row => row.StartsWith("request|", StringComparison.Ordinal));
        Assert.False((await LeaveAsync()).IsReplayed);
    }

    [Fact]
    public async Task Finished_bots_are_removed_with_everything_of_theirs_and_the_others_stay()
    {
        await using var app = await StartAsync("EndedBots=30.00:00:00");
        await app.SubscribeAsync(new Uri("http://localhost:1/"));
        const string Picture = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC";
        var (_, created) = await app.Client.SendAsync(
            "POST",
            "/api/v1/bots",
            $$"""
            {"meeting_url": "https://zoom.us/j/1", "bot_name": "secret name", "bot_image": {"type": "image/png", "data": "{{Picture}}"} }
            """
        );
        var over = created.GetProperty("id").GetString()!;
        for (var number = 0; number < 220; number++)
        {
            await app.Client.SendAsync("PATCH", $"/api/v1/bots/{over}", $$"""{"metadata": {"a": "secret name {{number}}"} }""");
        }

        await app.ReportAsync(over, "joined_meeting");
        await app.RunnerClient().SendAsync("POST", $"/runner/v1/bots/{over}/heartbeat");
        await app.ReportAsync(over, "fatal_error", "process_terminated");
        await app.DispatchAsync(over);
        await app.Services.GetRequiredService<BotIndex>().WriteAsync(app.Project, BotId.Parse(over), null, Token);
        var (running, deleted) = (await app.CreateBotAsync(), await app.CreateBotAsync(inSeconds: 7200));
        await app.Client.SendAsync("DELETE", $"/api/v1/bots/{deleted}");
        await FeedAsync(app, FeedPlace.Start);
        app.Clock.Advance(TimeSpan.FromDays(20));
        var later = await app.CreateBotAsync();
        await app.ReportAsync(later, "fatal_error", "process_terminated");
        app.Clock.Advance(TimeSpan.FromDays(11));

        await RemoveAsync(app);

        Assert.Equal((404, 200, 200), (await StatusAsync(over), await StatusAsync(running), await StatusAsync(later)));
        foreach (var table in (string[])["bots", "heartbeats", "botindex", "webhookdeliveries"])
        {
            var left = (await RowsAsync(app, table)).Where(row => row.Split('|').Any(part => part == over || part == deleted));
            Assert.All(left, row => Assert.True(row.Split('|')[0] is "fed" or "feed", row));
        }

        var blobs = app.Services.GetRequiredService<StorageAccount>().Container("bot-images");
        Assert.Empty(await blobs.GetBlobsAsync(BlobTraits.None, BlobStates.None, $"{app.Project}/", Token).ToListAsync(Token));
        var (events, _) = await app.Services.GetRequiredService<EventFeed>().AfterAsync(app.Project, FeedPlace.Start, 200, Token);
        var told = events.Where(fed => fed.BotId == over).Select(fed => fed.Data?.Text ?? "");
        Assert.All(told, data => Assert.DoesNotContain("secret name", data, StringComparison.Ordinal));
        var verification = app.Services.GetRequiredService<StreamVerification>();
        var (bots, differences) = await verification.VerifyAsync(app.Project, repair: false, tell: null, Token);
        Assert.Equal(2, bots);
        Assert.Empty(differences);

        async Task<int> StatusAsync(string bot) => (await app.Client.SendAsync("GET", $"/api/v1/bots/{bot}")).Status;
    }

    [Fact]
    public async Task Without_a_setting_everything_but_answers_is_kept()
    {
        await using var app = await TestApp.StartAsync(azurite.ConnectionString);
        var bot = await app.CreateBotAsync();
        await app.ReportAsync(bot, "fatal_error", "process_terminated");
        await FeedAsync(app, FeedPlace.Start);
        app.Clock.Advance(TimeSpan.FromDays(4000));

        await RemoveAsync(app);

        Assert.Equal(200, (await app.Client.SendAsync("GET", $"/api/v1/bots/{bot}")).Status);
        Assert.Equal(2, (await FeedAsync(app, FeedPlace.Start)).Events.Count);
    }

    [Theory]
    [InlineData("FeedEvents", "soon")]
    [InlineData("Deliveries", "23:59:59")]
    [InlineData("Answers", "-1.00:00:00")]
    [InlineData("EndedBots", "0")]
    public void An_invalid_or_too_short_time_stops_the_start_and_is_named(string name, string text)
    {
        var configuration = new Microsoft.Extensions.Configuration.ConfigurationManager { [$"Usher:Retention:{name}"] = text };

        var wrong = Assert.Throws<SettingException>(() => RetentionOptions.Read(configuration));

        Assert.StartsWith($"Usher__Retention__{name} is '{text}'.", wrong.Message, StringComparison.Ordinal);
    }

    private Task<TestApp> StartAsync(string setting) =>
        TestApp.StartAsync(azurite.ConnectionString, time: null, $"--Usher:Retention:{setting}", "--Usher:Webhooks:AllowLoopback=true");

    /// <summary>Removes old data, as the timer does.</summary>
    private static async Task RemoveAsync(TestApp app)
    {
        // Only for this test's project: storage is shared.
        var retention = app.Services.GetRequiredService<Retention>();
        await Task.WhenAll(Enumerable.Range(0, BotId.Shards).Select(shard => retention.RemoveAsync(app.Project, shard, Token)));
    }

    private static async Task<(List<string> Events, FeedPlace Next)> FeedAsync(TestApp app, FeedPlace after)
    {
        var (events, next) = await app.Services.GetRequiredService<EventFeed>().AfterAsync(app.Project, after, 200, Token);
        return ([.. events.Select(fed => $"{fed.BotId} {fed.Sequence}")], next);
    }

    private static async Task<List<string>> RowsAsync(TestApp app, string name)
    {
        var table = app.Services.GetRequiredService<StorageAccount>().Tables.GetTableClient(name);
        var filter = name == "botindex" ? null : $"PartitionKey ge '{app.Project}-' and PartitionKey lt '{app.Project}.'";
        return await table.QueryAsync<TableEntity>(filter, cancellationToken: Token).Select(row => row.RowKey).ToListAsync(Token);
    }
}
