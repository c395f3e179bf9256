using Usher.Hosting.Durable;
using static Usher.Tests.Hosting.Durable.History;
using Proto = Usher.Hosting.Durable.Protobuf;

namespace Usher.Tests.Hosting.Durable;

public sealed class ActivityTests
{
    private static readonly Orchestration Caller = new Orchestration(async context => await context.CallActivityAsync("Work", context.GetInput()) ?? "\"nothing\"")
        .WithPast(TurnStarted(T0), Started("Caller", "5"), ActivityScheduled(0, "Work"), TurnEnded());

    [Theory]
    [InlineData("""
        "{\"at\":\"2026-05-01T10:00:00.000Z\"}"
        """, """{"at":"2026-05-01T10:00:00.000Z"}""")]
    [InlineData("""
        "\"text\""
        """, "\"text\"")]
    [InlineData("{\"plain\":1}", "{\"plain\":1}")]
    [InlineData("\"no JSON inside\"", "\"no JSON inside\"")]
    [InlineData("7", "7")]
    [InlineData("\"null\"", "\"nothing\"")]
    [InlineData("null", "\"nothing\"")]
    [InlineData(null, "\"nothing\"")]
    public void A_result_is_the_json_text_inside_the_json_string(string? result, string expected) =>
        Caller.Receives(TurnStarted(T1), ActivityCompleted(0, result)).Answers_with($"1 Completed({expected})");

    [Fact]
    public void The_input_is_passed_on_as_it_is() =>
        new Orchestration(context => context.CallActivityAsync("Work", context.GetInput()))
            .Receives(TurnStarted(T0), Started("Caller", """{"at": "2026-05-01T10:00:00Z"}"""))
            .Answers_with("""0 activity Work({"at": "2026-05-01T10:00:00Z"})""");

    [Fact]
    public void The_first_result_counts_and_those_of_unknown_tasks_do_not() =>
        new Orchestration(async context => $"{await context.CallActivityAsync("One")}{await context.CallActivityAsync("Two")}")
            .WithPast(TurnStarted(T0), Started("Any"), ActivityScheduled(0, "One"), TurnEnded())
            .Receives(TurnStarted(T1), ActivityCompleted(9, "9"), ActivityCompleted(0, "1"), ActivityCompleted(0, "2"), ActivityFailed(0))
            .Answers_with("1 activity Two()");

    [Fact]
    public void Two_activities_run_at_once_and_finish_in_any_order() =>
        new Orchestration(async context => string.Join("", await Task.WhenAll(context.CallActivityAsync("One"), context.CallActivityAsync("Two"))))
            .WithPast(TurnStarted(T0), Started("Any"), ActivityScheduled(0, "One"), ActivityScheduled(1, "Two"), TurnEnded())
            .Receives(TurnStarted(T1), ActivityCompleted(1, "2"), ActivityCompleted(0, "1"))
            .Answers_with("2 Completed(12)");

    [Fact]
    public void A_failure_can_be_caught_and_tells_what_the_host_knows()
    {
        var details = new Proto.TaskFailureDetails
        {
            ErrorType = "Microsoft.Azure.WebJobs.Host.FunctionInvocationException",
            ErrorMessage = "Exception while executing function: Functions.Work",
            InnerFailure = new() { ErrorType = "System.Net.Http.HttpRequestException", ErrorMessage = "Response status code does not indicate success: 500" },
        };

        new Orchestration(CatchAsync)
            .WithPast(TurnStarted(T0), Started("Any"), ActivityScheduled(0, "Work"), TurnEnded())
            .Receives(TurnStarted(T1), ActivityFailed(0, details))
            .Answers_with("1 Completed(\"Work #0: System.Net.Http.HttpRequestException\")");
    }

    [Fact]
    public void A_failure_without_details_is_a_failure() =>
        new Orchestration(CatchAsync)
            .WithPast(TurnStarted(T0), Started("Any"), ActivityScheduled(0, "Work"), TurnEnded())
            .Receives(TurnStarted(T1), ActivityFailed(0))
            .Answers_with("1 Completed(\"Work #0: no details\")");

    [Fact]
    public void A_failure_that_nobody_catches_fails_the_orchestration() =>
        Caller.Receives(TurnStarted(T1), ActivityFailed(0)).Fails_saying("Task 'Work' (#0) failed: the host gave no reason");

    private static async Task<string?> CatchAsync(TaskOrchestrationContext context)
    {
        try
        {
            return await context.CallActivityAsync("Work");
        }
        catch (TaskFailedException failure)
        {
            return $"\"{failure.TaskName} #{failure.TaskId}: {failure.FailureDetails?.InnerFailure?.ErrorType ?? "no details"}\"";
        }
    }
}
