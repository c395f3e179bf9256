using Google.Protobuf;
using Usher.Hosting.Durable.Protobuf;
using static Usher.Tests.Hosting.Durable.History;

namespace Usher.Tests.Hosting.Durable;

public sealed class EndOfOrchestrationTests
{
    private static readonly HistoryEvent[] Start = [TurnStarted(T0), Started("Any", "1")];

    [Fact]
    public void Code_that_returns_completes() =>
        new Orchestration(context => Task.FromResult(context.GetInput())).Receives(Start).Answers_with("0 Completed(1)");

    [Fact]
    public void Nothing_to_return_is_an_absent_result()
    {
        var result = new Orchestration(_ => Task.FromResult<string?>(null)).Receives(Start);

        Assert.Null(Assert.Single(result.Response.Actions).CompleteOrchestration.Result);
        Assert.Null(result.Response.CustomStatus);
    }

    [Fact]
    public void Code_that_throws_fails_with_the_reason_and_what_caused_it()
    {
        var result = new Orchestration(_ => throw new InvalidDataException("outer", new FormatException("inner"))).Receives(Start).Fails_saying("outer");

        var details = result.Response.Actions[0].CompleteOrchestration.FailureDetails;
        Assert.Equal("System.IO.InvalidDataException", details.ErrorType);
        Assert.Equal(("System.FormatException", "inner"), (details.InnerFailure.ErrorType, details.InnerFailure.ErrorMessage));
    }

    [Fact]
    public void A_cancellation_that_escapes_is_a_failure() =>
        new Orchestration(context => context.WaitForExternalEvent("go", new CancellationToken(canceled: true))).Receives(Start).Fails_saying("cancellation");

    [Fact]
    public void Code_that_throws_after_deciding_to_continue_fails() =>
        new Orchestration(context =>
            {
                context.ContinueAsNew("2");
                throw new InvalidDataException("after all");
            })
            .Receives(Start).Fails_saying("after all");

    [Fact]
    public void Activities_that_the_code_did_not_wait_for_go_out_and_timers_do_not() =>
        new Orchestration(context =>
            {
                _ = context.CreateTimer(T1, CancellationToken.None);
                _ = context.CallActivityAsync("Goodbye");
                context.ContinueAsNew("2");
                return Task.FromResult<string?>("ignored");
            })
            .Receives(Start).Answers_with("1 activity Goodbye()", "2 ContinuedAsNew(2)");

    [Fact]
    public void The_last_custom_status_goes_with_every_answer()
    {
        var orchestration = new Orchestration(async context =>
        {
            context.SetCustomStatus("\"first\"");
            await context.WaitForExternalEvent("go");
            context.SetCustomStatus("\"second\"");
            return await context.WaitForExternalEvent("go");
        });

        orchestration.Receives(Start).And_status("\"first\"");
        orchestration.WithPast([.. Start, TurnEnded()]).Receives(TurnStarted(T1), Raised("other")).And_status("\"first\"");
        orchestration.WithPast([.. Start, TurnEnded()]).Receives(TurnStarted(T1), Raised("go"), Raised("go")).And_status("\"second\"");
    }

    [Fact]
    public void Kinds_of_events_that_nobody_knows_are_skipped()
    {
        var unknown = HistoryEvent.Parser.ParseFrom([0x08, 0x05, 0xF2, 0x01, 0x00]);
        Assert.Equal((5, HistoryEvent.EventTypeOneofCase.None), (unknown.EventId, unknown.EventTypeCase));

        new Orchestration(context => context.WaitForExternalEvent("go"))
            .WithPast(unknown, TurnStarted(T0), new() { GenericEvent = new() }, Started("Any"), unknown, TurnEnded())
            .Receives(TurnStarted(T1), TurnStarted(T2), unknown, Raised("go", "7"), new() { ContinueAsNew = new() }, unknown)
            .Answers_with("0 Completed(7)");
    }

    [Fact]
    public void An_answer_is_never_an_empty_message() =>
        Assert.NotEmpty(new Orchestration(_ => Task.FromResult<string?>(null)).Receives(TurnStarted(T0)).Response.ToByteArray());
}
