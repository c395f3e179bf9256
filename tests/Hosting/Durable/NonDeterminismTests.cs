using Usher.Hosting.Durable;
using static Usher.Tests.Hosting.Durable.History;

namespace Usher.Tests.Hosting.Durable;

public sealed class NonDeterminismTests
{
    private static readonly TimeSpan Long = TimeSpan.FromDays(1);

    private readonly Orchestration worker = new(async context =>
    {
        await context.CallActivityAsync("Work");
        return await context.CallActivityAsync("Rest");
    });

    [Fact]
    public void The_name_of_an_activity_may_differ_in_casing_only() =>
        worker.WithPast(TurnStarted(T0), Started("Worker"), ActivityScheduled(0, "WORK"), TurnEnded())
            .Receives(TurnStarted(T1), ActivityCompleted(0, null))
            .Answers_with("1 activity Rest()");

    [Fact]
    public void Another_activity_than_the_history_has_fails() =>
        worker.WithPast(TurnStarted(T0), Started("Worker"), ActivityScheduled(0, "Play"), TurnEnded())
            .Receives(TurnStarted(T1))
            .Fails_saying("the history has activity 'Play' as action 0, the code asked for activity 'Work'");

    [Fact]
    public void Another_kind_of_action_than_the_history_has_fails() =>
        worker.WithPast(TurnStarted(T0), Started("Worker"), TimerCreated(0, T1), TurnEnded())
            .Receives(TurnStarted(T1))
            .Fails_saying("the history has a timer as action 0, the code asked for activity 'Work'");

    [Fact]
    public void An_action_that_the_code_did_not_ask_for_fails() =>
        worker.WithPast(TurnStarted(T0), Started("Worker"), ActivityScheduled(0, "Work"), ActivityScheduled(1, "Rest"), TurnEnded())
            .Receives(TurnStarted(T1))
            .Fails_saying("activity 'Rest' as action 1, which the code did not ask for");

    [Fact]
    public void An_action_confirmed_twice_fails() =>
        worker.WithPast(TurnStarted(T0), Started("Worker"), ActivityScheduled(0, "Work"), ActivityScheduled(0, "Work"), TurnEnded())
            .Receives(TurnStarted(T1))
            .Fails_saying("which the code did not ask for");

    [Fact]
    public void Kinds_of_actions_that_no_code_here_can_ask_for_fail() =>
        worker.WithPast(TurnStarted(T0), Started("Worker"), new() { EventId = 0, SubOrchestrationInstanceCreated = new() { Name = "Work" } }, TurnEnded())
            .Receives(TurnStarted(T1))
            .Fails_saying("SubOrchestrationInstanceCreated");

    public static TheoryData<string> ForeignWaits => [.. Foreign.Keys];

    [Theory]
    [MemberData(nameof(ForeignWaits))]
    public void Waiting_for_something_foreign_fails_the_turn_instead_of_hanging(string what) =>
        new Orchestration(Foreign[what]).Receives(TurnStarted(T0), Started("Any"), Raised("go")).Fails_saying("Non-deterministic orchestration");

    [Fact]
    public void What_finishes_after_the_turn_does_not_run_the_code_on()
    {
        var (gate, ranOn) = (new TaskCompletionSource(), false);
        new Orchestration(async _ =>
            {
                await gate.Task;
                ranOn = true;
                return null;
            })
            .Receives(TurnStarted(T0), Started("Any"))
            .Fails_saying("not a task of its context");

        gate.SetResult();
        Assert.False(ranOn);
    }

    [Fact]
    public void Yielding_is_allowed() =>
        new Orchestration(async _ =>
            {
                await Task.Yield();
                return "1";
            })
            .Receives(TurnStarted(T0), Started("Any"))
            .Answers_with("0 Completed(1)");

    private static readonly Dictionary<string, Func<TaskOrchestrationContext, Task<string?>>> Foreign = new()
    {
        ["a real delay"] = async _ =>
        {
            await Task.Delay(Long, TimeProvider.System);
            return null;
        },
        ["a real delay beside an open timer and an open wait"] = async context =>
        {
            _ = context.CreateTimer(Long, CancellationToken.None);
            _ = context.WaitForExternalEvent("never");
            await Task.Delay(Long, TimeProvider.System);
            return null;
        },
        ["a real delay beside an open long timer"] = async context =>
        {
            _ = context.CreateTimer(10 * Long, CancellationToken.None);
            await Task.Delay(Long, TimeProvider.System);
            return null;
        },
        ["a real delay together with a timer"] = async context =>
        {
            await Task.WhenAll(context.CreateTimer(Long, CancellationToken.None), Task.Delay(Long, TimeProvider.System));
            return null;
        },
        ["another thread"] = async context =>
        {
            _ = context.CreateTimer(Long, CancellationToken.None);
            await Task.Run(() => context.CallActivityAsync("Work"));
            return null;
        },
        ["the thread pool, after ConfigureAwait"] = async context =>
        {
            await Task.Delay(Long, TimeProvider.System).ConfigureAwait(false);
            return await context.CallActivityAsync("Work");
        },
        ["a cancellation on another thread"] = async context =>
        {
            using var stop = new CancellationTokenSource();
            var timer = context.CreateTimer(Long, stop.Token);
            await Task.WhenAny(timer, context.WaitForExternalEvent("go", stop.Token));
            await stop.CancelAsync();
            return await context.CallActivityAsync("Work");
        },
        ["a cancellation on another thread just before the end"] = async context =>
        {
            using var stop = new CancellationTokenSource();
            await Task.WhenAny(context.CreateTimer(Long, stop.Token), context.WaitForExternalEvent("go", stop.Token));
            await stop.CancelAsync();
            context.ContinueAsNew();
            return null;
        },
        ["something that never comes"] = async _ =>
        {
            await new TaskCompletionSource().Task;
            return null;
        },
    };
}
