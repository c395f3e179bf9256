using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Usher.Bots;
using Usher.Commanding;
using Usher.Storage;
using Usher.Tests.Support;

namespace Usher.Tests.Storage;

public sealed class EventFeedTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Under_concurrent_writes_each_reader_gets_every_event_once_and_each_bots_in_order()
    {
        await using var app = await TestApp.StartAsync(azurite.ConnectionString, TimeProvider.System);
        await using var otherInstance = await TestApp.StartAsync(azurite.ConnectionString, TimeProvider.System);
        await app.Services.GetRequiredService<StorageSetup>().EnsureAsync();
        var bots = new ConcurrentBag<string>();
        var written = Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(async writer =>
                {
                    foreach (var _ in Enumerable.Range(0, 5))
                    {
                        var bot = await app.CreateBotAsync();
                        bots.Add(bot);
                        await Task.WhenAll(
                            Enumerable
                                .Range(0, 4)
                                .Select(number =>
                                    app.Client.SendAsync("PATCH", $"/api/v1/bots/{bot}", $$"""{"metadata": {"n": "{{number}}"} }""")
                                )
                        );
                        await app.ReportAsync(bot, "joined_meeting");
                        await Task.WhenAll(
                            app.ReportAsync(bot, "recording_permission_granted"),
                            app.Client.SendAsync("POST", $"/api/v1/bots/{bot}/leave")
                        );
                    }
                })
        );

        var readers = await Task.WhenAll(
            ReadAsync(app.Services.GetRequiredService<EventFeed>(), app.Project, limit: 7, written),
            ReadAsync(otherInstance.Services.GetRequiredService<EventFeed>(), app.Project, limit: 200, written),
            ReadAsync(otherInstance.Services.GetRequiredService<EventFeed>(), app.Project, limit: 1, written)
        );

        var store = app.Services.GetRequiredService<BotStore>();
        Assert.Equal(40, bots.Count);
        foreach (var bot in bots)
        {
            var stream = await store
                .EventsAsync(app.Project, BotId.Parse(bot), cancellationToken: Token)
                .Select(stored => $"{stored.Sequence} {stored.Event.Type.Name}")
                .ToListAsync(Token);
            Assert.All(
                readers,
                events => Assert.Equal(stream, events.Where(fed => fed.BotId == bot).Select(fed => $"{fed.Sequence} {fed.Type}"))
            );
        }

        Assert.All(readers, events => Assert.Equal(bots.Count, events.Select(fed => fed.BotId).Distinct().Count()));
    }

    [Fact]
    public async Task An_event_that_commits_late_is_delivered_late_and_not_skipped()
    {
        await using var app = await TestApp.StartAsync(azurite.ConnectionString);
        await using var later = await TestApp.StartAsync(azurite.ConnectionString, new ManualTime(app.Clock.GetUtcNow().AddHours(2)));
        var feed = later.Services.GetRequiredService<EventFeed>();
        var (late, other) = (await app.CreateBotAsync(inSeconds: 36_000), await app.CreateBotAsync(inSeconds: 36_000));
        using var thawed = new ManualResetEventSlim();
        var frozen = new TaskCompletionSource();
        app.AtStorage = target =>
        {
            if (target == "POST transaction" && frozen.TrySetResult())
            {
                thawed.Wait(Token);
            }
        };

        // Metadata changes are not announced: only the feed reports them.
        var patch = Task.Run(() => app.Client.SendAsync("PATCH", $"/api/v1/bots/{late}", """{"metadata": {"a": "late"}}"""), Token);
        await frozen.Task;
        var update = new BotCommand.Update(new BotChanges { Metadata = new JsonText("""{"a":"early"}""") }) { Actor = Given.Caller };
        Assert.IsType<Outcome.Done>(
            await later.Services.GetRequiredService<BotStreams>().TransactAsync(app.Project, BotId.Parse(other), update, Token)
        );
        var (before, place) = await feed.AfterAsync(app.Project, FeedPlace.Start, 200, Token);
        thawed.Set();
        Assert.Equal(200, (await patch).Status);
        var (after, _) = await feed.AfterAsync(app.Project, place, 200, Token);

        Assert.Equal(3, before.Count);
        Assert.Equal(other, before[^1].BotId);
        var told = Assert.Single(after);
        Assert.Equal((late, 2, before[^1].At.AddHours(-2)), (told.BotId, told.Sequence, told.At));
    }

    [Fact]
    public async Task More_events_than_fit_in_a_transaction_are_numbered_in_several()
    {
        const int Reports = 50;
        await using var app = await TestApp.StartAsync(azurite.ConnectionString);
        var bot = BotId.Parse(await app.CreateBotAsync());
        await app.ReportAsync(bot.ToString(), "joined_meeting");
        var data = JsonText.Of(new JsonObject { ["x"] = new string('<', 15_900) });
        foreach (var number in Enumerable.Range(0, Reports))
        {
            var report = new BotCommand.Report($"n{number}", BotEventType.TranscriptionStarted, null, data) { Actor = Actor.Runner };
            await app.Services.GetRequiredService<BotStreams>().TransactAsync(app.Project, bot, report, Token);
        }

        var (events, _) = await app.Services.GetRequiredService<EventFeed>().AfterAsync(app.Project, FeedPlace.Start, 200, Token);

        Assert.Equal(Enumerable.Range(1, 2 + Reports), events.Select(fed => fed.Sequence));
    }

    [Fact]
    public async Task More_than_a_transaction_of_events_in_one_shard_is_numbered_in_one_read()
    {
        await using var app = await TestApp.StartAsync(azurite.ConnectionString);
        var bot = await app.CreateBotAsync();
        foreach (var number in Enumerable.Range(0, 119))
        {
            await app.Client.SendAsync("PATCH", $"/api/v1/bots/{bot}", $$"""{"metadata": {"n": "{{number}}"} }""");
        }

        var (events, _) = await app.Services.GetRequiredService<EventFeed>().AfterAsync(app.Project, FeedPlace.Start, 200, Token);

        Assert.Equal(Enumerable.Range(1, 120), events.Select(fed => fed.Sequence));
    }

    [Fact]
    public async Task Clock_skew_does_not_reorder_a_bots_events()
    {
        await using var app = await TestApp.StartAsync(azurite.ConnectionString);
        await using var slow = await TestApp.StartAsync(azurite.ConnectionString, new ManualTime(app.Clock.GetUtcNow().AddMinutes(-5)));
        var bot = await app.CreateBotAsync();
        var streams = slow.Services.GetRequiredService<BotStreams>();
        await streams.TransactAsync(app.Project, BotId.Parse(bot), new BotCommand.Leave { Actor = Given.Caller }, Token);

        var (events, _) = await app.Services.GetRequiredService<EventFeed>().AfterAsync(app.Project, FeedPlace.Start, 10, Token);

        Assert.Equal(["join_requested", "leave_requested"], events.Select(fed => fed.Type));
        Assert.True(events[1].At < events[0].At);
    }

    [Fact]
    public void A_cursor_round_trips()
    {
        var place = Enumerable
            .Range(0, BotId.Shards)
            .Aggregate(FeedPlace.Start, (before, shard) => before.With(shard, shard == 0 ? long.MaxValue >> 1 : (long)Math.Pow(9, shard)));

        var read = FeedPlace.Parse(place.ToString())!;

        Assert.Equal(
            Enumerable.Range(0, BotId.Shards).Select(shard => place[shard]),
            Enumerable.Range(0, BotId.Shards).Select(shard => read[shard])
        );
        Assert.Null(FeedPlace.Parse(place.ToString()[..^2]));
        Assert.Null(FeedPlace.Parse(new string('_', 64)));
    }

    private static async Task<IReadOnlyList<FeedEvent>> ReadAsync(EventFeed feed, string project, int limit, Task written)
    {
        List<FeedEvent> seen = [];
        var place = FeedPlace.Start;
        while (true)
        {
            var isLast = written.IsCompleted;
            var (events, next) = await feed.AfterAsync(project, place, limit, Token);
            seen.AddRange(events);
            place = FeedPlace.Parse(next.ToString())!;
            if (isLast && events.Count == 0)
            {
                await written;
                return seen;
            }
        }
    }
}
