using Usher.Hosting.Durable.Protobuf;
using Usher.LocalHost.Durable;
using Usher.Tests.Support;

namespace Usher.Tests.LocalHost.Durable;

public sealed class TimerTests(AzuriteFixture azurite)
{
    private readonly ManualTime clock = new();

    [Fact]
    public async Task A_timer_fires_at_its_time_and_not_before()
    {
        var handler = Waiting(TimeSpan.FromDays(3));
        await using var host = await DurableHost.StartAsync(azurite, handler, clock: clock);

        await host.StartAsync("Wait", "i1");
        await host.HistoryAsync("i1", 4);
        clock.Advance(TimeSpan.FromDays(3) - TimeSpan.FromMilliseconds(1));
        await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Single(handler.Turns);
        clock.Advance(TimeSpan.FromMilliseconds(1));

        await host.FinishedAsync("i1");
        var turn = handler.Turns.Last();
        Assert.Equal(["OrchestratorStarted", "TimerFired 0"], HistoryText.Of(turn.NewEvents));
        Assert.Equal(turn.StartedAt() + TimeSpan.FromDays(3), turn.NewEvents[0].Timestamp.ToDateTimeOffset());

        // When the timer was created, not when it fired.
        Assert.Equal(turn.StartedAt(), turn.NewEvents[1].Timestamp.ToDateTimeOffset());
    }

    [Fact]
    public async Task A_timer_survives_the_host_and_fires_at_once_where_it_is_overdue()
    {
        var options = DurableHost.NewHub();
        var handler = Waiting(TimeSpan.FromHours(1));
        await using (var first = await DurableHost.StartAsync(azurite, handler, options, clock))
        {
            await first.StartAsync("Wait", "i1");
            await first.HistoryAsync("i1", 4);
        }

        clock.Advance(TimeSpan.FromHours(2));
        await using var second = await DurableHost.StartAsync(azurite, handler, options, clock);

        Assert.Equal(OrchestrationStatus.Completed, (await second.FinishedAsync("i1")).RuntimeStatus);
    }

    [Fact]
    public async Task Timers_fire_in_the_order_of_their_times()
    {
        var fired = new List<int>();
        await using var queue = new TimerQueue(clock, timer =>
        {
            lock (fired)
            {
                fired.Add(timer.TimerId);
            }
        });
        int[] minutes = [30, 10, 20, 1440 * 60, 0];
        for (var id = 0; id < minutes.Length; id++)
        {
            queue.Schedule(new PendingTimer("i1", $"{id}", "e", id, clock.GetUtcNow().AddMinutes(minutes[id]), clock.GetUtcNow()));
        }

        await FiredAsync(4);
        await FiredAsync(4, 1);
        await FiredAsync(4, 1, 2);
        await FiredAsync(4, 1, 2, 0);

        Task FiredAsync(params int[] expected) => DurableHost.UntilAsync(
            () =>
            {
                if (expected.Length > 1)
                {
                    clock.Advance(TimeSpan.FromMinutes(1));
                }

                lock (fired)
                {
                    return Task.FromResult(fired.SequenceEqual(expected));
                }
            },
            () => string.Join(",", fired));
    }

    [Fact]
    public async Task On_the_systems_clock_a_timer_is_never_early_and_only_milliseconds_late()
    {
        var late = new TaskCompletionSource<TimeSpan>();
        var system = TimeProvider.System;
        var fireAt = system.GetUtcNow().AddMilliseconds(120);
        await using var queue = new TimerQueue(system, _ => late.TrySetResult(system.GetUtcNow() - fireAt));

        queue.Schedule(new PendingTimer("i1", "t", "e", 0, fireAt, system.GetUtcNow()));

        Assert.InRange(await late.Task, TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
    }

    private static ScriptedHandler Waiting(TimeSpan wait) => new ScriptedHandler().Orchestrator("Wait", request => Respond.With(
        request, request.PastEvents.Count == 0 ? Respond.Timer(0, request.StartedAt() + wait) : Respond.Complete(1)));
}
