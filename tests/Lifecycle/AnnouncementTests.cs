using Usher.Bots;
using Usher.Storage;
using Usher.Tests.Support;

namespace Usher.Tests.Lifecycle;

/// <summary>Announcements whose events are missing: not written yet, never written, or written by another writer.</summary>
public sealed class AnnouncementTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private LifecycleParts parts = null!;

    public async ValueTask InitializeAsync() => parts = await LifecycleParts.StartAsync(azurite);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Missing_events_are_announced_again_at_growing_intervals()
    {
        var id = BotId.New(parts.Clock.GetUtcNow(), key: null);
        var first = new BotAnnouncement(LifecycleParts.Project, id.ToString(), From: 1, To: 1, "commit-1", parts.Clock.GetUtcNow());

        await parts.DispatchAsync(first);
        foreach (var _ in Enumerable.Range(1, 6))
        {
            await parts.DispatchAsync();
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 32], parts.Announcements.Select(sent => sent.Delay.TotalSeconds));
        Assert.Equal(
            Enumerable.Range(1, 7).Select(attempt => first with { Attempt = attempt }),
            parts.Announcements.Select(sent => sent.Announcement)
        );
        Assert.Empty(parts.Durable.Requests);
    }

    [Fact]
    public async Task A_slow_writer_is_waited_for()
    {
        parts.Writer.Holds = true;
        var writing = parts.CreateAsync();
        await parts.Writer.Arrived;
        await parts.DispatchAsync();
        Assert.Empty(parts.Durable.Requests);

        parts.Writer.Release();
        var id = await writing;
        await parts.DispatchAsync();

        Assert.Equal([0, 1], parts.Announcements.Select(sent => sent.Delay.TotalSeconds));
        Assert.StartsWith($"start BotLifecycle {id} ", Assert.Single(parts.Durable.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_creation_missing_after_a_minute_is_fenced_off_and_its_writer_takes_another_id()
    {
        parts.Writer.Holds = true;
        var writing = parts.CreateAsync();
        await parts.Writer.Arrived;
        var (announced, _) = Assert.Single(parts.Announcements);
        parts.Clock.Advance(TimeSpan.FromSeconds(60));

        await parts.DispatchAsync(announced);
        Assert.Single(parts.Announcements);
        parts.Writer.Release();

        var id = await writing;
        Assert.NotEqual(announced.Bot, id.ToString());
        Assert.Null(await parts.Store.ReadAsync(LifecycleParts.Project, BotId.Parse(announced.Bot), Cancel));
        Assert.Equal(1, (await parts.Store.ReadAsync(LifecycleParts.Project, id, Cancel))!.Bot.Version);
        Assert.Equal([announced.Bot, id.ToString()], parts.Announcements.Select(sent => sent.Announcement.Bot));
    }

    [Fact]
    public async Task A_change_missing_after_a_minute_is_fenced_off_and_its_writer_decides_again()
    {
        var id = await parts.CreateAsync(TimeSpan.FromHours(1));
        parts.Writer.Holds = true;
        var writing = parts.TransactAsync(id, new BotCommand.Delete { Actor = Given.Caller });
        await parts.Writer.Arrived;
        var (announced, _) = parts.Announcements.Last();
        var before = await parts.Store.ReadAsync(LifecycleParts.Project, id, Cancel);

        parts.Clock.Advance(TimeSpan.FromSeconds(59));
        await parts.DispatchAsync(announced);
        Assert.Equal(before!.ETag, (await parts.Store.ReadAsync(LifecycleParts.Project, id, Cancel))!.ETag);
        Assert.Equal(3, parts.Announcements.Count());

        parts.Clock.Advance(TimeSpan.FromSeconds(1));
        await parts.DispatchAsync(announced);
        Assert.NotEqual(before.ETag, (await parts.Store.ReadAsync(LifecycleParts.Project, id, Cancel))!.ETag);
        Assert.Equal(3, parts.Announcements.Count());

        parts.Writer.Release();
        var bot = await FinishedAsync(writing);
        Assert.Equal((2, BotState.Deleted), (bot.Version, bot.State));
        Assert.NotEqual(announced.Commit, parts.Announcements.Last().Announcement.Commit);
    }

    [Fact]
    public async Task A_fenced_off_announcement_may_be_delivered_again()
    {
        var id = BotId.New(parts.Clock.GetUtcNow(), key: null);
        var announced = new BotAnnouncement(LifecycleParts.Project, id.ToString(), From: 1, To: 1, "commit-1", parts.Clock.GetUtcNow());
        parts.Clock.Advance(TimeSpan.FromSeconds(60));
        await parts.DispatchAsync(announced);

        await parts.DispatchAsync(announced);

        Assert.Empty(parts.Announcements);
    }

    [Fact]
    public async Task The_announcement_of_a_writer_that_lost_its_race_does_nothing()
    {
        var id = await parts.CreateAsync(TimeSpan.FromHours(1));
        parts.Writer.Holds = true;
        var loser = parts.TransactAsync(id, new BotCommand.Delete { Actor = Given.Caller });
        await parts.Writer.Arrived;
        var (announced, _) = parts.Announcements.Last();
        var joinAt = parts.Clock.GetUtcNow() + TimeSpan.FromMinutes(30);
        await parts.TransactAsync(id, new BotCommand.Update(new BotChanges { JoinAt = joinAt }) { Actor = Given.Caller });
        parts.Writer.Release();
        var bot = await FinishedAsync(loser);

        await parts.DispatchAsync(announced);

        Assert.Equal((2, 3), (announced.From, bot.Version));
        Assert.Empty(parts.Durable.Requests);
        Assert.Empty(await parts.AllDeadlinesAsync());
        await parts.DispatchAsync();
        Assert.Equal([$"raise BotChanged {id}"], parts.Durable.Requests);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>After a lost race, a writer pauses by the test's clock.</summary>
    private async Task<Bot> FinishedAsync(Task<Bot> writing)
    {
        await Eventually.IsTrueAsync(() =>
        {
            parts.Clock.Advance(TimeSpan.FromMilliseconds(10));
            return writing.IsCompleted;
        });
        return await writing;
    }
}
