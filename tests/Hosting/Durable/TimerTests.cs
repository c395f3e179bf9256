using Usher.Hosting.Durable;
using static Usher.Tests.Hosting.Durable.History;

namespace Usher.Tests.Hosting.Durable;

public sealed class TimerTests
{
    private static Orchestration Sleeper(TimeSpan delay) => new(async context =>
    {
        await context.CreateTimer(delay, CancellationToken.None);
        return $"\"{context.CurrentUtcDateTime:dd HH:mm:ss}\"";
    });

    [Fact]
    public void A_timer_counts_from_the_start_of_the_turn() =>
        Sleeper(TimeSpan.FromMinutes(10)).Receives(TurnStarted(T0), Started("Sleeper")).Answers_with("0 timer at 10:10:00");

    [Fact]
    public void The_clock_is_the_start_of_the_turn_in_which_the_timer_fired() =>
        Sleeper(TimeSpan.FromMinutes(2))
            .WithPast(TurnStarted(T0), Started("Sleeper"), TimerCreated(0, T2), TurnEnded())
            .Receives(TurnStarted(T3), TimerFired(0))
            .Answers_with("1 Completed(\"01 10:03:00\")");

    [Fact]
    public void A_time_that_has_passed_is_the_hosts_to_fire_at_once() =>
        Sleeper(TimeSpan.FromMinutes(-1)).Receives(TurnStarted(T0), Started("Sleeper")).Answers_with("0 timer at 09:59:00");

    [Fact]
    public void Three_days_are_one_timer() =>
        Sleeper(TimeSpan.FromDays(3)).Receives(TurnStarted(T0), Started("Sleeper")).Answers_with("0 timer at 04 10:00:00");

    [Fact]
    public void Ten_days_are_four_timers_each_with_its_own_id()
    {
        var sleeper = Sleeper(TimeSpan.FromDays(10));
        var (late3, late6, late9) = (T0.AddDays(3).AddSeconds(1), T0.AddDays(6).AddSeconds(2), T0.AddDays(9).AddSeconds(3));

        sleeper.Receives(TurnStarted(T0), Started("Sleeper")).Answers_with("0 timer at 04 10:00:00");

        sleeper.WithPast(TurnStarted(T0), Started("Sleeper"), TimerCreated(0, T0.AddDays(3)), TurnEnded())
            .Receives(TurnStarted(late3), TimerFired(0))
            .Answers_with("1 timer at 07 10:00:01");

        sleeper.WithPast(
                TurnStarted(T0), Started("Sleeper"), TimerCreated(0, T0.AddDays(3)), TurnEnded(),
                TurnStarted(late3), TimerFired(0), TimerCreated(1, late3.AddDays(3)), TurnEnded())
            .Receives(TurnStarted(late6), TimerFired(1))
            .Answers_with("2 timer at 10 10:00:02");

        sleeper.WithPast(
                TurnStarted(T0), Started("Sleeper"), TimerCreated(0, T0.AddDays(3)), TurnEnded(),
                TurnStarted(late3), TimerFired(0), TimerCreated(1, late3.AddDays(3)), TurnEnded(),
                TurnStarted(late6), TimerFired(1), TimerCreated(2, late6.AddDays(3)), TurnEnded())
            .Receives(TurnStarted(late9), TimerFired(2))
            .Answers_with("3 timer at 11 10:00:00");

        sleeper.WithPast(
                TurnStarted(T0), Started("Sleeper"), TimerCreated(0, T0.AddDays(3)), TurnEnded(),
                TurnStarted(late3), TimerFired(0), TimerCreated(1, late3.AddDays(3)), TurnEnded(),
                TurnStarted(late6), TimerFired(1), TimerCreated(2, late6.AddDays(3)), TurnEnded(),
                TurnStarted(late9), TimerFired(2), TimerCreated(3, T0.AddDays(10)), TurnEnded())
            .Receives(TurnStarted(T0.AddDays(10)), TimerFired(3))
            .Answers_with("4 Completed(\"11 10:00:00\")");
    }

    [Fact]
    public void A_long_timer_can_be_cancelled_in_its_second_part() =>
        new Orchestration(async context =>
            {
                using var stop = new CancellationTokenSource();
                var timer = context.CreateTimer(TimeSpan.FromDays(5), stop.Token);
                await Task.WhenAny(timer, context.WaitForExternalEvent("go", stop.Token));
                Cancel(stop);
                return timer.IsCanceled ? "\"cancelled\"" : null;
            })
            .WithPast(
                TurnStarted(T0), Started("Any"), TimerCreated(0, T0.AddDays(3)), TurnEnded(),
                TurnStarted(T0.AddDays(3)), TimerFired(0), TimerCreated(1, T0.AddDays(5)), TurnEnded())
            .Receives(TurnStarted(T0.AddDays(4)), Raised("go"), TimerFired(1))
            .Answers_with("2 Completed(\"cancelled\")");

    [Fact]
    public void Firings_that_nobody_waits_for_are_ignored() =>
        new Orchestration(async context =>
            {
                await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                return await context.CallActivityAsync("After");
            })
            .WithPast(TurnStarted(T0), Started("Any"), TimerCreated(0, T1), TimerCreated(-100, T0), TurnEnded())
            .Receives(TurnStarted(T1), TimerFired(-100), TimerFired(7), TimerFired(0), TimerFired(0), TimerFired(1))
            .Answers_with("1 activity After()");

    [Fact]
    public void Local_time_is_refused() =>
        new Orchestration(async context =>
            {
                await context.CreateTimer(DateTime.SpecifyKind(T0, DateTimeKind.Local), CancellationToken.None);
                return null;
            })
            .Receives(TurnStarted(T0), Started("Any"))
            .Fails_saying("UTC");

    [Fact]
    public void A_replaying_orchestrator_knows_that_it_is()
    {
        var seen = new List<bool>();
        new Orchestration(async context =>
            {
                seen.Add(context.IsReplaying);
                await context.CreateTimer(T1, CancellationToken.None);
                seen.Add(context.IsReplaying);
                return null;
            })
            .WithPast(TurnStarted(T0), Started("Any"), TimerCreated(0, T1), TurnEnded())
            .Receives(TurnStarted(T1), TimerFired(0));

        Assert.Equal([true, false], seen);
    }

    private static void Cancel(CancellationTokenSource source) => source.Cancel();
}
