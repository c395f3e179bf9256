using Usher.Bots;
using Usher.Storage;
using Usher.Tests.Support;

namespace Usher.Tests.Lifecycle;

/// <summary>What becomes of bots whose runners could not be heard, since the app or its storage was away.</summary>
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
    public async Task A_runner_that_could_not_report_for_an_outage_still_can_after_it()
    {
        parts.Clock.Advance(TimeSpan.FromMinutes(5));

        // Whoever looks first, before the first beat after the outage or after it.
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
    public async Task A_runner_that_says_nothing_after_the_outage_either_is_given_up()
    {
        parts.Clock.Advance(TimeSpan.FromMinutes(5));
        var next = await parts.AdvanceAsync(id, Cancel);
        Assert.Equal(parts.Clock.GetUtcNow().AddMinutes(2), next);

        await LiveAsync(TimeSpan.FromMinutes(2));
        await parts.AdvanceAsync(id, Cancel);

        Assert.Equal(BotState.FatalError, await StateAsync());
    }

    [Fact]
    public async Task Where_there_was_no_outage_silence_ends_a_bot_at_its_time()
    {
        await LiveAsync(TimeSpan.FromMinutes(2));

        await parts.AdvanceAsync(id, Cancel);

        Assert.Equal(BotState.FatalError, await StateAsync());
    }

    [Fact]
    public async Task The_watchdog_puts_the_deadline_off_and_wakes_nobody()
    {
        parts.Clock.Advance(TimeSpan.FromMinutes(5));
        var (before, now) = (parts.Durable.Requests.Count(), parts.Clock.GetUtcNow());

        await parts.WatchAsync();

        Assert.Empty(parts.Durable.Requests.Skip(before));
        Assert.Contains(new Deadline(LifecycleParts.Project, id, now.AddMinutes(2)), await parts.AllDeadlinesAsync());
    }

    [Fact]
    public async Task Outages_are_read_as_they_were_written()
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

    /// <summary>The app lives on for so long.</summary>
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
