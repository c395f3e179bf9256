using Usher.Bots;
using Usher.Storage;
using Usher.Tests.Support;

namespace Usher.Tests.Lifecycle;

/// <summary>What happens to bots whose runners could not be heard because the app or its storage was down.</summary>
public sealed class OutageTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private LifecycleParts parts = null!;
    private BotId id;

    public async ValueTask InitializeAsync()
    {
        parts = await LifecycleParts.StartAsync(azurite);
        id = await parts.CreateAsync();
        await parts.DispatchAsync();
        await parts.ReportAsync(id, BotEventType.JoinedMeeting);
        await parts.DispatchAsync();
        await LiveAsync(TimeSpan.FromMinutes(1));
        await parts.TransactAsync(id, new BotCommand.Leave { Actor = Given.Caller });
        await parts.DispatchAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_runner_that_could_not_report_during_an_outage_still_can_after_it()
    {
        parts.Clock.Advance(TimeSpan.FromMinutes(5));

        // Whether the first look comes before or after the first heartbeat that follows the outage.
        await parts.AdvanceAsync(id, Cancel);
        await parts.WatchAsync();
        await LiveAsync(TimeSpan.FromSeconds(110));
        await parts.AdvanceAsync(id, Cancel);
        await parts.WatchAsync();
        Assert.Equal(BotState.Leaving, await StateAsync());

        await parts.ReportAsync(id, BotEventType.LeftMeeting);
        Assert.Equal(BotState.PostProcessing, await StateAsync());
    }

    [Fact]
    public async Task A_runner_that_stays_silent_after_the_outage_is_given_up()
    {
        parts.Clock.Advance(TimeSpan.FromMinutes(5));
        var next = await parts.AdvanceAsync(id, Cancel);
        Assert.Equal(parts.Clock.GetUtcNow().AddMinutes(2), next);

        await LiveAsync(TimeSpan.FromMinutes(2));
        await parts.AdvanceAsync(id, Cancel);

        Assert.Equal(BotState.FatalError, await StateAsync());
    }

    [Fact]
    public async Task Without_an_outage_silence_ends_a_bot_at_its_deadline()
    {
        await LiveAsync(TimeSpan.FromMinutes(2));

        await parts.AdvanceAsync(id, Cancel);

        Assert.Equal(BotState.FatalError, await StateAsync());
    }

    [Fact]
    public async Task The_watchdog_postpones_the_deadline_and_wakes_no_bot()
    {
        parts.Clock.Advance(TimeSpan.FromMinutes(5));
        var (before, now) = (parts.Durable.Requests.Count(), parts.Clock.GetUtcNow());

        await parts.WatchAsync();

        Assert.Empty(parts.Durable.Requests.Skip(before));
        Assert.Contains(new Deadline(LifecycleParts.Project, id, now.AddMinutes(2)), await parts.AllDeadlinesAsync());
    }

    [Fact]
    public async Task Outages_round_trip()
    {
        var from = parts.Clock.GetUtcNow();
        parts.Clock.Advance(TimeSpan.FromTicks(1_234_567_890));
        await parts.Pulse.BeatAsync(Cancel);
        var to = parts.Clock.GetUtcNow();
        await LiveAsync(TimeSpan.FromSeconds(30));
        parts.Clock.Advance(TimeSpan.FromMinutes(1));

        var outages = await parts.Pulse.OutagesAsync(Cancel);

        Assert.Equal([new Outage(from, to), new Outage(to.AddSeconds(30), to.AddSeconds(90))], outages);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Keeps the app running for the given time.</summary>
    private async Task LiveAsync(TimeSpan time)
    {
        await parts.Pulse.BeatAsync(Cancel);
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(10))
        {
            parts.Clock.Advance(TimeSpan.FromSeconds(10));
            await parts.Pulse.BeatAsync(Cancel);
        }
    }

    private async Task<BotState> StateAsync() => (await parts.Store.ReadAsync(LifecycleParts.Project, id, Cancel))!.Bot.State;
}
