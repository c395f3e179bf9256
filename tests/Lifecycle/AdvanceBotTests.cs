using Usher.Bots;
using Usher.Tests.Support;

namespace Usher.Tests.Lifecycle;

/// <summary>The activity, which waits precisely until a bot's join time.</summary>
public sealed class AdvanceBotTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly TimeSpan OneMillisecond = TimeSpan.FromMilliseconds(1);

    private LifecycleParts parts = null!;
    private BotId id;
    private DateTimeOffset joinAt;

    public async ValueTask InitializeAsync()
    {
        parts = await LifecycleParts.StartAsync(azurite);
        id = await parts.CreateAsync(TimeSpan.FromHours(1));
        joinAt = parts.Clock.GetUtcNow().AddHours(1);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_timer_for_a_later_deadline_is_set_for_its_time()
    {
        Assert.Equal(joinAt.AddMinutes(-5), await parts.AdvanceAsync(id, Cancel));
    }

    [Fact]
    public async Task The_timer_for_a_join_is_set_ahead_of_it()
    {
        parts.Clock.SetUtcNow(joinAt.AddMinutes(-4));

        Assert.Equal(TimerAt, await parts.AdvanceAsync(id, Cancel));
        Assert.Equal(BotState.Staged, await StateAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.85)]
    [InlineData(1.5)]
    public async Task A_join_is_timed_to_the_millisecond_whenever_its_timer_fires(double afterTimer)
    {
        parts.Clock.SetUtcNow(TimerAt.AddSeconds(afterTimer));
        var advancing = await BeginToWaitAsync();

        parts.Clock.SetUtcNow(joinAt - OneMillisecond);
        await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, Cancel);
        Assert.Equal(BotState.Staged, await StateAsync());

        parts.Clock.Advance(OneMillisecond * 2);
        await advancing;
        Assert.InRange(Assert.Single(await JoinsAsync()), joinAt, joinAt + OneMillisecond);
    }

    [Fact]
    public async Task A_timer_that_fires_more_than_a_second_early_is_set_again()
    {
        parts.Clock.SetUtcNow(TimerAt.AddSeconds(-1.1));

        Assert.Equal(TimerAt, await parts.AdvanceAsync(id, Cancel));
    }

    [Fact]
    public async Task Deadlines_other_than_joins_are_waited_out_if_their_timer_fires_early()
    {
        parts.Clock.SetUtcNow(joinAt.AddMinutes(-5).AddSeconds(-0.85));
        var advancing = await BeginToWaitAsync();
        Assert.Equal(BotState.Scheduled, await StateAsync());

        parts.Clock.Advance(TimeSpan.FromSeconds(0.85));

        Assert.Equal(TimerAt, await advancing);
        Assert.Equal(BotState.Staged, await StateAsync());
    }

    [Fact]
    public async Task A_bot_created_shortly_before_its_time_is_waited_for_immediately()
    {
        id = await parts.CreateAsync(TimeSpan.FromSeconds(3));
        joinAt = parts.Clock.GetUtcNow().AddSeconds(3);
        var advancing = await BeginToWaitAsync();

        parts.Clock.Advance(TimeSpan.FromSeconds(3));
        await advancing;

        Assert.Equal([joinAt], await JoinsAsync());
    }

    [Fact]
    public async Task A_bot_whose_time_is_postponed_meanwhile_does_not_join()
    {
        NeverStageAhead();
        parts.Clock.SetUtcNow(TimerAt);
        var advancing = await BeginToWaitAsync();

        await MoveAsync(joinAt.AddHours(1));
        parts.Clock.SetUtcNow(joinAt + OneMillisecond);

        joinAt = joinAt.AddHours(1);
        Assert.Equal(TimerAt, await advancing);
        Assert.Empty(await JoinsAsync());
    }

    [Fact]
    public async Task A_bot_whose_time_is_moved_earlier_meanwhile_joins_once_at_the_new_time()
    {
        NeverStageAhead();
        parts.Clock.SetUtcNow(TimerAt);
        var first = await BeginToWaitAsync();

        // The orchestration is notified and calls the activity again.
        var nearer = TimerAt.AddSeconds(2);
        await MoveAsync(nearer);
        var second = await BeginToWaitAsync();
        parts.Clock.SetUtcNow(nearer + OneMillisecond);
        await second;
        parts.Clock.SetUtcNow(joinAt + OneMillisecond);
        await first;

        Assert.InRange(Assert.Single(await JoinsAsync()), nearer, nearer + OneMillisecond);
    }

    [Fact]
    public async Task A_bot_deleted_meanwhile_is_done()
    {
        parts.Clock.SetUtcNow(joinAt.AddMinutes(-5).AddSeconds(-0.5));
        var advancing = await BeginToWaitAsync();

        await parts.TransactAsync(id, new BotCommand.Delete { Actor = Given.Caller });
        parts.Clock.SetUtcNow(joinAt);

        Assert.Null(await advancing);
        Assert.Equal(BotState.Deleted, await StateAsync());
    }

    [Fact]
    public async Task A_worker_that_is_told_to_stop_stops_waiting()
    {
        parts.Clock.SetUtcNow(TimerAt);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var advancing = await BeginToWaitAsync(ending.Token);

        await ending.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => advancing);
        Assert.Equal(BotState.Staged, await StateAsync());
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DateTimeOffset TimerAt => joinAt - (parts.Options.JoinLead * (0.25 + (0.75 * id.Spread)));

    private async Task<BotState> StateAsync() => (await parts.Store.ReadAsync(LifecycleParts.Project, id, Cancel))!.Bot.State;

    private async Task<IReadOnlyList<DateTimeOffset>> JoinsAsync() =>
        await parts
            .Store.EventsAsync(LifecycleParts.Project, id, cancellationToken: Cancel)
            .Where(stored => stored.Event.Type == BotEventType.JoinRequested)
            .Select(stored => stored.Event.At)
            .ToListAsync(Cancel);

    /// <summary>A bot can be rescheduled until it is staged; without a staging lead, also while the activity waits for its join.</summary>
    private void NeverStageAhead() => parts.Options.StageLead = TimeSpan.Zero;

    private Task<Bot> MoveAsync(DateTimeOffset time) =>
        parts.TransactAsync(id, new BotCommand.Update(new BotChanges { JoinAt = time }) { Actor = Given.Caller });

    /// <summary>Calls the activity and returns once it waits for the clock.</summary>
    private async Task<Task<DateTimeOffset?>> BeginToWaitAsync(CancellationToken? cancellationToken = null)
    {
        var timers = parts.Clock.Timers;
        var advancing = parts.AdvanceAsync(id, cancellationToken ?? Cancel);
        await Eventually.IsTrueAsync(() => parts.Clock.Timers > timers || advancing.IsCompleted);
        Assert.False(advancing.IsCompleted);
        return advancing;
    }
}
