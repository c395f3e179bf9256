using static Usher.Tests.Hosting.Durable.History;

namespace Usher.Tests.Hosting.Durable;

public sealed class ExternalEventTests
{
    [Fact]
    public void Waiting_for_an_event_asks_nothing_of_the_host() =>
        new Orchestration(context => context.WaitForExternalEvent("go")).Receives(TurnStarted(T0), Started("Any")).Answers_with();

    [Fact]
    public void An_event_completes_the_wait_with_its_payload() =>
        new Orchestration(context => context.WaitForExternalEvent("go"))
            .WithPast(TurnStarted(T0), Started("Any"), TurnEnded())
            .Receives(TurnStarted(T1), Raised("GO", "7"))
            .Answers_with("0 Completed(7)");

    [Fact]
    public void An_event_may_come_before_the_wait_and_even_before_the_start() =>
        new Orchestration(context => context.WaitForExternalEvent("go"))
            .Receives(TurnStarted(T0), Raised("go", "7"), Started("Any"))
            .Answers_with("0 Completed(7)");

    [Fact]
    public void Early_events_of_one_name_are_served_in_the_order_in_which_they_came() =>
        new Orchestration(async context =>
            {
                await context.CallActivityAsync("Before");
                return await context.WaitForExternalEvent("go") + await context.WaitForExternalEvent("stop") + await context.WaitForExternalEvent("go");
            })
            .WithPast(TurnStarted(T0), Started("Any"), ActivityScheduled(0, "Before"), TurnEnded())
            .Receives(TurnStarted(T1), Raised("go", "1"), Raised("stop", "9"), Raised("Go", "2"), ActivityCompleted(0, null))
            .Answers_with("1 Completed(192)");

    [Fact]
    public void The_oldest_wait_is_served_first() =>
        new Orchestration(async context =>
            {
                var (first, second) = (context.WaitForExternalEvent("go"), context.WaitForExternalEvent("go"));
                return $"{await first}{await second}";
            })
            .Receives(TurnStarted(T0), Started("Any"), Raised("go", "1"), Raised("go", "2"))
            .Answers_with("0 Completed(12)");

    [Fact]
    public void An_event_that_was_delivered_twice_is_two_events() =>
        new Orchestration(async context => $"{await context.WaitForExternalEvent("go")}{await context.WaitForExternalEvent("go")}")
            .Receives(TurnStarted(T0), Started("Any"), Raised("go", "1"), Raised("go", "1"))
            .Answers_with("0 Completed(11)");

    [Fact]
    public void An_abandoned_wait_leaves_the_event_to_the_next_wait() =>
        new Orchestration(async context =>
            {
                using var stop = new CancellationTokenSource();
                var abandoned = context.WaitForExternalEvent("go", stop.Token);
                await context.WaitForExternalEvent("stop");
                Cancel(stop);
                Assert.True(abandoned.IsCanceled);
                return await context.WaitForExternalEvent("go");
            })
            .Receives(TurnStarted(T0), Started("Any"), Raised("stop"), Raised("go", "7"))
            .Answers_with("0 Completed(7)");

    [Fact]
    public void A_wait_that_is_cancelled_before_it_begins_takes_no_event() =>
        new Orchestration(async context =>
            {
                var never = context.WaitForExternalEvent("go", new CancellationToken(canceled: true));
                Assert.True(never.IsCanceled);
                return await context.WaitForExternalEvent("go");
            })
            .Receives(TurnStarted(T0), Started("Any"), Raised("go", "7"))
            .Answers_with("0 Completed(7)");

    [Fact]
    public void A_wait_that_the_code_forgot_does_not_swallow_what_the_next_generation_may_want() =>
        new Orchestration(async context =>
            {
                _ = context.WaitForExternalEvent("go");
                await context.WaitForExternalEvent("stop");
                context.ContinueAsNew("2");
                return null;
            })
            .Receives(TurnStarted(T0), Started("Any"), Raised("stop"), Raised("go", "7"))
            .Answers_with("0 ContinuedAsNew(2), carries go(7)");

    private static void Cancel(CancellationTokenSource source) => source.Cancel();
}
