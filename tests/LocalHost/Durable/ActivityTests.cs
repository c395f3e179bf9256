using System.Text.Json.Nodes;
using Usher.Hosting.Durable.Protobuf;
using Usher.LocalHost.Functions;
using Usher.Tests.Support;

namespace Usher.Tests.LocalHost.Durable;

public sealed class ActivityTests(AzuriteFixture azurite)
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("null", "null")]
    [InlineData("""{ "a": 1, "at": "2026-01-01T00:00:00.000Z" }""", """{"a":1,"at":"2026-01-01T00:00:00.000Z"}""")]
    [InlineData("\"Tokyo\"", "\"Tokyo\"")]
    public async Task The_input_arrives_as_compact_text(string? input, string? expected)
    {
        var handler = Calling(input).Activity("Act", _ => null);
        await using var host = await DurableHost.StartAsync(azurite, handler);

        await host.StartAsync("Orch", "i1");
        await host.FinishedAsync("i1");

        Assert.Equal(("Act", expected), Assert.Single(handler.Runs));
        Assert.Contains(handler.Metadata, metadata => (string?)metadata.GetValueOrDefault("instanceId") == "i1");
    }

    [Theory]
    [InlineData("null", "TaskCompleted 0 -")]
    [InlineData("""{"x":1}""", """TaskCompleted 0 {"x":1}""")]
    [InlineData("\"abc\"", "TaskCompleted 0 \"abc\"")]
    [InlineData("\"2024-01-01T00:00:00.500Z\"", "TaskCompleted 0 \"2024-01-01T00:00:00.5Z\"")]
    [InlineData("""{"at":["2024-01-01T00:00:00.000Z"]}""", """TaskCompleted 0 {"at":["2024-01-01T00:00:00Z"]}""")]
    [InlineData("""["{\"at\":\"2024-01-01T00:00:00.000Z\"}"]""", """TaskCompleted 0 ["{\"at\":\"2024-01-01T00:00:00.000Z\"}"]""")]
    public async Task The_result_is_compact_text_in_which_bare_dates_are_rewritten(string returned, string expected)
    {
        var handler = Calling(null).Activity("Act", _ => JsonNode.Parse(returned));
        await using var host = await DurableHost.StartAsync(azurite, handler);

        await host.StartAsync("Orch", "i1");
        await host.FinishedAsync("i1");

        Assert.Equal(expected, HistoryText.Of(handler.Turns.Last().NewEvents)[1]);
    }

    [Fact]
    public async Task A_failure_has_the_hosts_details_and_not_the_handlers_words()
    {
        var handler = Calling(null).Activity("Act", _ => throw new FunctionInvocationException("the handler answered 500"));
        await using var host = await DurableHost.StartAsync(azurite, handler);

        await host.StartAsync("Orch", "i1");
        await host.FinishedAsync("i1");

        var failed = handler.Turns.Last().NewEvents[1].TaskFailed;
        Assert.Equal("Microsoft.Azure.WebJobs.Host.FunctionInvocationException", failed.FailureDetails.ErrorType);
        Assert.Equal("Exception while executing function: Functions.Act", failed.FailureDetails.ErrorMessage);
        Assert.Equal("System.Net.Http.HttpRequestException", failed.FailureDetails.InnerFailure.ErrorType);
    }

    [Fact]
    public async Task An_unknown_activity_fails_without_details()
    {
        var handler = Calling(null);
        await using var host = await DurableHost.StartAsync(azurite, handler);

        await host.StartAsync("Orch", "i1");
        await host.FinishedAsync("i1");

        Assert.Null(handler.Turns.Last().NewEvents[1].TaskFailed.FailureDetails);
    }

    [Fact]
    public async Task An_input_that_is_no_JSON_fails_before_the_call()
    {
        var handler = Calling("{").Activity("Act", _ => null);
        await using var host = await DurableHost.StartAsync(azurite, handler);

        await host.StartAsync("Orch", "i1");
        await host.FinishedAsync("i1");

        Assert.NotNull(handler.Turns.Last().NewEvents[1].TaskFailed);
        Assert.Empty(handler.Runs);
    }

    [Fact]
    public async Task Activities_run_side_by_side_up_to_the_limit()
    {
        var (running, most) = (0, 0);
        var handler = new ScriptedHandler()
            .Orchestrator("Orch", request => Respond.With(request, request.PastEvents.Count == 0
                ? [.. Enumerable.Range(0, 12).Select(id => Respond.Call(id, "Act"))]
                : request.All().Count(happened => happened.TaskCompleted is not null) == 12 ? [Respond.Complete(12)] : []))
            .Activity("Act", async (_, cancellation) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                await Task.Delay(TimeSpan.FromMilliseconds(30), TimeProvider.System, cancellation);
                Interlocked.Decrement(ref running);
                return null;
            });
        await using var host = await DurableHost.StartAsync(azurite, handler, DurableHost.NewHub() with { MaxConcurrentActivityFunctions = 4 });

        await host.StartAsync("Orch", "i1");
        await host.FinishedAsync("i1");

        Assert.Equal(4, most);
    }

    private static ScriptedHandler Calling(string? input) => new ScriptedHandler().Orchestrator("Orch", request => Respond.With(
        request, request.PastEvents.Count == 0 ? Respond.Call(0, "Act", input) : Respond.Complete(1)));
}
