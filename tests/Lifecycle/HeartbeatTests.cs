using Azure;
using Microsoft.AspNetCore.Http;
using Usher.Api.Runner;
using Usher.Bots;
using Usher.Storage;
using Usher.Tests.Support;

namespace Usher.Tests.Lifecycle;

/// <summary>Heartbeats, and the consequences of their absence.</summary>
public sealed class HeartbeatTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private LifecycleParts parts = null!;
    private BotId id;

    public async ValueTask InitializeAsync()
    {
        parts = await LifecycleParts.StartAsync(azurite);
        id = await parts.CreateAsync();
        await parts.DispatchAsync();
        await parts.ReportAsync(id, BotEventType.JoinedMeeting);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Silence_of_a_runner_that_has_sent_heartbeats_makes_its_bot_overdue()
    {
        await BeatAsync();
        parts.Clock.Advance(TimeSpan.FromMinutes(5));
        await BeatAsync();

        parts.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Empty(await RequestsOfWatchAsync());
        Assert.Equal([DueIn(TimeSpan.FromMinutes(4))], await parts.AllDeadlinesAsync());

        parts.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal([$"raise BotChanged {id}"], await RequestsOfWatchAsync());
    }

    [Fact]
    public async Task A_runner_that_never_sent_a_heartbeat_may_be_silent_for_a_day()
    {
        await parts.DispatchAsync();
        var due = DueIn(parts.Options.SilenceTimeout);

        parts.Clock.Advance(TimeSpan.FromHours(23));
        Assert.Empty(await RequestsOfWatchAsync());
        Assert.Equal([due], await parts.AllDeadlinesAsync());

        parts.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal([$"raise BotChanged {id}"], await RequestsOfWatchAsync());
    }

    [Fact]
    public async Task A_first_heartbeat_whose_deadline_was_not_written_still_counts_as_the_first()
    {
        parts.Clock.Advance(TimeSpan.FromMinutes(3));
        await Assert.ThrowsAsync<RequestFailedException>(() => BeatAsync(parts.DeadlinesOfNoTable));

        await BeatAsync();

        Assert.Contains(DueIn(parts.Options.HeartbeatTimeout), await parts.AllDeadlinesAsync());
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Deadline DueIn(TimeSpan time) => new(LifecycleParts.Project, id, parts.Clock.GetUtcNow() + time);

    private async Task BeatAsync(Deadlines? deadlines = null)
    {
        var function = new RecordHeartbeat(parts.Streams, parts.Heartbeats, deadlines ?? parts.Deadlines, parts.Options, parts.Clock);
        Assert.Equal(
            204,
            (await function.RunAsync(new DefaultHttpContext().Request, new ReportedBot(LifecycleParts.Project, id), Cancel)).Status
        );
    }

    private async Task<IReadOnlyList<string>> RequestsOfWatchAsync()
    {
        var before = parts.Durable.Requests.Count();
        await parts.WatchAsync();
        return [.. parts.Durable.Requests.Skip(before)];
    }
}
