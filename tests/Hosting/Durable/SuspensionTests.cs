using static Usher.Tests.Hosting.Durable.History;

namespace Usher.Tests.Hosting.Durable;

public sealed class SuspensionTests
{
    private readonly Orchestration counter = new(async context =>
    {
        context.SetCustomStatus("\"counting\"");
        var first = await context.WaitForExternalEvent("go");
        var second = await context.WaitForExternalEvent("go");
        return await context.CallActivityAsync("Count", $"[{first},{second},\"{context.CurrentUtcDateTime:HH:mm}\"]");
    });

    [Fact]
    public void A_suspended_instance_answers_nothing_but_its_status() =>
        counter.WithPast(TurnStarted(T0), Started("Counter"), TurnEnded())
            .Receives(TurnStarted(T1), Suspended(), Raised("go", "1"), Raised("go", "2"))
            .Answers_with()
            .And_status("\"counting\"");

    [Fact]
    public void What_came_during_the_suspension_happens_in_its_order_at_the_resumption() =>
        counter.WithPast(
                TurnStarted(T0), Started("Counter"), TurnEnded(),
                TurnStarted(T1), Suspended(), Raised("go", "1"), TurnEnded(),
                TurnStarted(T2), Raised("go", "2"), TurnEnded())
            .Receives(TurnStarted(T3), Resumed())
            .Answers_with("0 activity Count([1,2,\"10:03\"])");

    [Fact]
    public void Suspended_and_resumed_in_one_turn_is_as_if_nothing_had_been() =>
        counter.Receives(TurnStarted(T0), Started("Counter"), Suspended(), Raised("go", "1"), Resumed(), Raised("go", "2"))
            .Answers_with("0 activity Count([1,2,\"10:00\"])");

    [Fact]
    public void An_action_from_just_before_the_suspension_goes_out_after_the_resumption()
    {
        counter.Receives(TurnStarted(T0), Started("Counter"), Raised("go", "1"), Raised("go", "2"), Suspended()).Answers_with();

        counter.WithPast(TurnStarted(T0), Started("Counter"), Raised("go", "1"), Raised("go", "2"), Suspended(), TurnEnded())
            .Receives(TurnStarted(T1), Resumed())
            .Answers_with("0 activity Count([1,2,\"10:00\"])");
    }

    [Fact]
    public void Code_that_ended_just_before_the_suspension_ends_at_the_resumption_and_keeps_later_events()
    {
        var loop = new Orchestration(async context =>
        {
            context.ContinueAsNew(await context.WaitForExternalEvent("go"));
            return null;
        });

        loop.Receives(TurnStarted(T0), Started("Loop"), Raised("go", "1"), Suspended(), Raised("go", "2")).Answers_with();
        loop.WithPast(TurnStarted(T0), Started("Loop"), Raised("go", "1"), Suspended(), Raised("go", "2"), TurnEnded())
            .Receives(TurnStarted(T1), Resumed())
            .Answers_with("0 ContinuedAsNew(1), carries go(2)");
    }

    [Fact]
    public void A_termination_ends_a_waiting_instance() =>
        counter.WithPast(TurnStarted(T0), Started("Counter"), TurnEnded())
            .Receives(TurnStarted(T1), Raised("go", "1"), Terminated("\"enough\""), Raised("go", "2"))
            .Answers_with("0 Terminated(\"enough\")")
            .And_status("\"counting\"");

    [Fact]
    public void A_termination_ends_a_suspended_instance() =>
        counter.WithPast(TurnStarted(T0), Started("Counter"), Suspended(), TurnEnded())
            .Receives(TurnStarted(T1), Terminated())
            .Answers_with("0 Terminated()");

    [Fact]
    public void A_termination_sends_no_work_out() =>
        counter.Receives(TurnStarted(T0), Started("Counter"), Raised("go", "1"), Raised("go", "2"), Terminated()).Answers_with("1 Terminated()");
}
