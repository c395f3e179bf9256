using Usher.Hosting.Durable.Protobuf;
using static Usher.Tests.Hosting.Durable.History;

namespace Usher.Tests.Hosting.Durable;

/// <summary>The histories of one orchestration, turn by turn, as the AzureStorage backend writes them.</summary>
public sealed class WorkedExampleTests
{
    private static readonly HistoryEvent[] AfterTurn1 = [TurnStarted(T0), Started("Watch", """{"n":1}"""), TimerCreated(0, T0.AddMinutes(10)), TurnEnded()];

    private static readonly HistoryEvent[] AfterTurn2 =
        [.. AfterTurn1, TurnStarted(T1), Raised("Approval", """{"ok":true}"""), ActivityScheduled(1, "Notify"), TurnEnded()];

    private static readonly HistoryEvent[] Turn4 =
        [TurnStarted(T3), Started("Watch", """{"n":2}""", "B"), Raised("approval", """{"ok":false}"""), TurnEnded()];

    private static Orchestration WatchAfter(params HistoryEvent[] past) => new Orchestration(Watch.Run).WithPast(past);

    [Fact]
    public void Turn_1_starts_the_timer() =>
        WatchAfter().Receives(TurnStarted(T0), Started("Watch", """{"n":1}"""))
            .Answers_with("0 timer at 10:10:00")
            .And_status("\"waiting\"");

    [Fact]
    public void Turn_2_hears_the_approval_whatever_its_casing() =>
        WatchAfter(AfterTurn1).Receives(TurnStarted(T1), Raised("Approval", """{"ok":true}"""))
            .Answers_with("""1 activity Notify({"n":1,"ok":true})""")
            .And_status("\"waiting\"");

    [Fact]
    public void Turn_3_carries_over_the_approval_that_nobody_waited_for()
    {
        var result = WatchAfter(AfterTurn2)
            .Receives(TurnStarted(T2), Raised("approval", """{"ok":false}"""), ActivityCompleted(1, """{"sent":true}"""))
            .Answers_with("""2 ContinuedAsNew({"n":2}), carries approval({"ok":false})""");

        Assert.Equal(-1, Assert.Single(result.Response.Actions[0].CompleteOrchestration.CarryoverEvents).EventId);
    }

    [Fact]
    public void Turn_4_follows_at_once_and_asks_for_both_actions_at_once()
    {
        var result = WatchAfter().Receives(Turn4).Answers_with("0 timer at 10:13:00", """1 activity Notify({"n":2,"ok":false})""");

        Assert.Equal("B", result.ExecutionId);
    }

    [Fact]
    public void After_turn_4_the_confirmations_stand_behind_the_event() =>
        WatchAfter([.. Turn4, TimerCreated(0, T3.AddMinutes(10)), ActivityScheduled(1, "Notify"), TurnEnded()])
            .Receives(TurnStarted(T3.AddMinutes(10)), TimerFired(0))
            .Answers_with()
            .And_status("\"waiting\"");

    [Fact]
    public void The_timer_can_come_first() =>
        WatchAfter(AfterTurn1).Receives(TurnStarted(T0.AddMinutes(10)), TimerFired(0)).Answers_with("""1 activity Notify({"n":1,"ok":null})""");

    [Fact]
    public void An_event_after_the_timer_is_not_swallowed_by_the_abandoned_wait() =>
        WatchAfter([.. AfterTurn1, TurnStarted(T0.AddMinutes(10)), TimerFired(0), ActivityScheduled(1, "Notify"), TurnEnded()])
            .Receives(TurnStarted(T0.AddMinutes(11)), Raised("approval", """{"ok":true}"""), ActivityCompleted(1, null))
            .Answers_with("""2 ContinuedAsNew({"n":2}), carries approval({"ok":true})""");

    [Fact]
    public void With_both_in_one_batch_the_first_in_the_list_wins_and_the_event_is_kept()
    {
        HistoryEvent[] both = [TurnStarted(T0.AddMinutes(10)), TimerFired(0), Raised("approval", """{"ok":true}""")];

        WatchAfter(AfterTurn1).Receives(both).Answers_with("""1 activity Notify({"n":1,"ok":null})""");
        WatchAfter([.. AfterTurn1, .. both, ActivityScheduled(1, "Notify"), TurnEnded()])
            .Receives(TurnStarted(T0.AddMinutes(11)), ActivityCompleted(1, null))
            .Answers_with("""2 ContinuedAsNew({"n":2}), carries approval({"ok":true})""");
    }

    [Fact]
    public void An_event_that_comes_in_the_last_turn_after_the_code_has_ended_is_carried_over_too() =>
        WatchAfter(AfterTurn2)
            .Receives(TurnStarted(T2), ActivityCompleted(1, null), Raised("approval", """{"ok":false}"""), Raised("other"))
            .Answers_with("""2 ContinuedAsNew({"n":2}), carries approval({"ok":false}), carries other()""");

    [Fact]
    public void A_termination_in_the_same_batch_wins_over_continuing() =>
        WatchAfter(AfterTurn2).Receives(TurnStarted(T2), ActivityCompleted(1, null), Terminated("\"enough\"")).Answers_with("2 Terminated(\"enough\")");
}
