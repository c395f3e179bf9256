using Microsoft.DurableTask.Client;
using Usher.Bots;
using Usher.Lifecycle;
using Usher.Tests.Support;

namespace Usher.Tests.Lifecycle;

/// <summary>The orchestration on a real engine: when it calls its activity, and when it stops.</summary>
public sealed class BotLifecycleTests(DurableEngine engine) : IClassFixture<DurableEngine>
{
    private static readonly TimeSpan AMoment = TimeSpan.FromSeconds(3);

    private readonly BotReference bot = new(
        "A",
        BotId.New(TimeProvider.System.GetUtcNow(), key: null).ToString(),
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    );

    [Fact]
    public async Task A_finished_bot_ends_its_orchestration()
    {
        var activity = await engine.StartAsync(bot);

        await EndAsync();

        Assert.Equal([bot], activity.Calls.Select(call => call.Bot));
    }

    [Fact]
    public async Task The_activity_runs_again_at_the_time_it_returned_and_not_before()
    {
        var timerAt = In(TimeSpan.FromSeconds(2));
        var activity = await engine.StartAsync(bot, () => Answer(timerAt));

        await EndAsync();

        // The same bot in every round.
        Assert.Equal([bot, bot], activity.Calls.Select(call => call.Bot));
        Assert.InRange(activity.Calls[1].At, timerAt, timerAt + AMoment);
    }

    [Fact]
    public async Task A_changed_bot_is_looked_at_immediately()
    {
        var activity = await engine.StartAsync(bot, () => Answer(In(TimeSpan.FromHours(1))));
        await Eventually.IsTrueAsync(() => activity.Calls.Count == 1);

        var changedAt = await ChangeAsync();
        await EndAsync();

        Assert.Equal(2, activity.Calls.Count);
        Assert.InRange(activity.Calls[1].At, changedAt, changedAt + AMoment);
    }

    [Fact]
    public async Task A_changed_bot_is_looked_at_even_while_the_activity_waits()
    {
        var waiting = new TaskCompletionSource<DateTimeOffset?>();
        var activity = await engine.StartAsync(bot, () => waiting.Task);
        await Eventually.IsTrueAsync(() => activity.Calls.Count == 1);

        var changedAt = await ChangeAsync();
        await Eventually.IsTrueAsync(() => activity.Calls.Count == 2);
        Assert.InRange(activity.Calls[1].At, changedAt, changedAt + AMoment);

        // What the first call finally returns no longer counts.
        waiting.SetResult(In(TimeSpan.FromSeconds(1)));
        await EndAsync();
        Assert.Equal(2, activity.Calls.Count);
    }

    [Fact]
    public async Task Simultaneous_change_events_cost_at_most_one_round_each()
    {
        var waiting = new TaskCompletionSource<DateTimeOffset?>();
        var activity = await engine.StartAsync(bot, () => waiting.Task);
        await Eventually.IsTrueAsync(() => activity.Calls.Count == 1);

        await Task.WhenAll(ChangeAsync(), ChangeAsync(), ChangeAsync());
        await Eventually.IsTrueAsync(() => activity.Calls.Count > 1);
        waiting.SetResult(null);
        await EndAsync();

        Assert.InRange(activity.Calls.Count, 2, 4);
    }

    [Fact]
    public async Task A_failed_activity_is_retried_after_a_pause()
    {
        var activity = await engine.StartAsync(bot, Fail);

        await EndAsync();

        Assert.Equal([bot, bot with { Failures = 1 }], activity.Calls.Select(call => call.Bot));
        Assert.InRange(activity.Calls[1].At - activity.Calls[0].At, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5) + AMoment);
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 10)]
    [InlineData(7, 320)]
    [InlineData(8, 600)]
    [InlineData(1_000_000, 600)]
    public void The_pauses_after_failures_grow_up_to_ten_minutes(int failures, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), ExponentialBackoff.After(failures));

    [Fact]
    public async Task A_success_resets_the_pauses()
    {
        var activity = await engine.StartAsync(bot with { Failures = 3 }, () => Answer(In(TimeSpan.FromSeconds(1))));

        await EndAsync();

        Assert.Equal([3, 0], activity.Calls.Select(call => call.Bot.Failures));
    }

    [Fact]
    public async Task A_changed_bot_is_looked_at_even_while_a_retry_is_pending()
    {
        var activity = await engine.StartAsync(bot, Fail);
        await Eventually.IsTrueAsync(() => activity.Calls.Count == 1);

        var changedAt = await ChangeAsync();
        await EndAsync();

        Assert.Equal(2, activity.Calls.Count);
        Assert.InRange(activity.Calls[1].At, changedAt, changedAt + AMoment);
    }

    [Fact]
    public async Task A_time_in_the_past_never_causes_a_busy_loop()
    {
        var activity = await engine.StartAsync(bot, () => Answer(In(-AMoment)), () => Answer(In(TimeSpan.Zero)));

        await EndAsync();

        var calls = activity.Calls;
        Assert.Equal(3, calls.Count);
        Assert.All(calls.Zip(calls.Skip(1)), pair => Assert.InRange(pair.Second.At - pair.First.At, TimeSpan.FromSeconds(0.9), AMoment));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static DateTimeOffset In(TimeSpan time) => TimeProvider.System.GetUtcNow() + time;

    private static Task<DateTimeOffset?> Answer(DateTimeOffset time) => Task.FromResult<DateTimeOffset?>(time);

    private static Task<DateTimeOffset?> Fail() => throw new InvalidOperationException("Storage is away.");

    /// <returns>When the event was raised.</returns>
    private async Task<DateTimeOffset> ChangeAsync()
    {
        var now = In(TimeSpan.Zero);
        await engine.Client.RaiseEventAsync(bot.Bot, BotLifecycle.BotChanged, cancellation: Cancel);
        return now;
    }

    private async Task EndAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        var ended = await engine.Client.WaitForInstanceCompletionAsync(bot.Bot, patience.Token);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
    }
}
