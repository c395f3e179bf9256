using System.Text.Json.Nodes;
using Usher.Hosting.Durable.Protobuf;
using Usher.LocalHost.Durable.Storage;
using Usher.LocalHost.Functions;
using Usher.Tests.Support;

namespace Usher.Tests.LocalHost.Durable;

public sealed class FailureTests(AzuriteFixture azurite)
{
    private const string Unhandled = "Function 'Orch' failed with an unhandled exception.";

    public static TheoryData<string> BadAnswers => ["", "not base64!", "/////w=="];

    [Fact]
    public async Task An_invocation_that_fails_fails_the_instance_for_good()
    {
        var handler = new ScriptedHandler().OrchestratorValue("Orch", (_, _) => throw new FunctionInvocationException("the handler answered 500"));
        await using var host = await DurableHost.StartAsync(azurite, handler);

        await host.StartAsync("Orch", "i1");
        var status = await host.FinishedAsync("i1");

        Assert.Equal((OrchestrationStatus.Failed, Unhandled), (status.RuntimeStatus, status.Output));
        Assert.Single(handler.Turns);
    }

    [Theory]
    [MemberData(nameof(BadAnswers))]
    public async Task So_does_an_answer_that_is_no_response(string returnValue)
    {
        var handler = new ScriptedHandler().OrchestratorValue("Orch", (_, _) => Task.FromResult<JsonNode?>(JsonValue.Create(returnValue)));
        await using var host = await DurableHost.StartAsync(azurite, handler);

        await host.StartAsync("Orch", "i1");

        Assert.Equal(Unhandled, (await host.FinishedAsync("i1")).Output);
    }

    [Fact]
    public async Task A_return_value_that_is_missing_or_no_text_counts_as_none()
    {
        var values = new Queue<JsonNode?>([null, new JsonObject()]);
        var handler = new ScriptedHandler().OrchestratorValue("Orch", (_, _) => Task.FromResult(values.Dequeue()));
        await using var host = await DurableHost.StartAsync(azurite, handler);

        await host.StartAsync("Orch", "i1");
        Assert.Equal(Unhandled, (await host.FinishedAsync("i1")).Output);
        await host.StartAsync("Orch", "i2");
        Assert.Equal(Unhandled, (await host.FinishedAsync("i2")).Output);
    }

    [Fact]
    public async Task An_unknown_orchestrator_is_accepted_and_fails_when_it_runs()
    {
        await using var host = await DurableHost.StartAsync(azurite, new ScriptedHandler().Activity("Act", _ => null));

        await host.StartAsync("Nobody", "i1");
        await host.StartAsync("Act", "i2");

        Assert.Equal(OrchestrationStatus.Failed, (await host.FinishedAsync("i1")).RuntimeStatus);
        Assert.Equal("The function 'Act' doesn't exist, is disabled, or is not an orchestrator function.", (await host.FinishedAsync("i2")).Output);
    }

    [Fact]
    public async Task The_output_of_a_failed_orchestrator_is_type_and_message()
    {
        var handler = new ScriptedHandler().Orchestrator("Orch", request =>
            Respond.With(request, Respond.Fail(0, new TaskFailureDetails { ErrorType = "System.InvalidOperationException", ErrorMessage = "no" })));
        await using var host = await DurableHost.StartAsync(azurite, handler);

        await host.StartAsync("Orch", "i1");

        Assert.Equal("System.InvalidOperationException: no", (await host.FinishedAsync("i1")).Output);
    }

    [Fact]
    public async Task Running_out_of_memory_has_the_turn_repeated()
    {
        var clock = new ManualTime();
        var memory = new TaskFailureDetails { ErrorType = "x", InnerFailure = new TaskFailureDetails { ErrorType = "System.OutOfMemoryException" } };
        var first = true;
        var handler = new ScriptedHandler().Orchestrator("Orch", request =>
        {
            var action = first ? Respond.Fail(0, memory) : Respond.Complete(0);
            first = false;
            return Respond.With(request, action);
        });
        await using var host = await DurableHost.StartAsync(azurite, handler, clock: clock);

        await host.StartAsync("Orch", "i1");
        await DurableHost.UntilAsync(() => Task.FromResult(handler.Turns.Count == 1), () => "No turn.");
        clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Single(handler.Turns);
        await DurableHost.UntilAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(handler.Turns.Count == 2);
            },
            () => "Not repeated.");

        Assert.Equal(OrchestrationStatus.Completed, (await host.FinishedAsync("i1")).RuntimeStatus);
    }

    [Fact]
    public async Task An_action_that_the_extension_does_not_carry_out_fails_the_turn_with_all_its_actions()
    {
        var handler = new ScriptedHandler()
            .Orchestrator("Orch", request => Respond.With(request, Respond.Call(0, "Act"), new OrchestratorAction { Id = 1 }))
            .Activity("Act", _ => null);
        await using var host = await DurableHost.StartAsync(azurite, handler);

        await host.StartAsync("Orch", "i1");

        Assert.Equal(Unhandled, (await host.FinishedAsync("i1")).Output);
        Assert.Empty(handler.Runs);
    }

    [Fact]
    public async Task A_timer_longer_than_seven_days_fails_the_instance_and_says_why()
    {
        var handler = new ScriptedHandler().Orchestrator("Orch", request => Respond.With(request, Respond.Timer(0, request.StartedAt().AddDays(8))));
        await using var host = await DurableHost.StartAsync(azurite, handler);

        await host.StartAsync("Orch", "i1");

        Assert.Contains("cannot hold a timer longer than 7 days", (await host.FinishedAsync("i1")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TurnCommit.MaxCreated, true)]
    [InlineData(TurnCommit.MaxCreated + 1, false)]
    public async Task A_turn_creates_as_much_as_fits_into_one_transaction(int timers, bool fits)
    {
        var handler = new ScriptedHandler().Orchestrator("Orch", request => Respond.With(
            request, [.. request.PastEvents.Count > 0 ? [] : Enumerable.Range(0, timers).Select(id => Respond.Timer(id, request.StartedAt().AddDays(1)))]));
        await using var host = await DurableHost.StartAsync(azurite, handler);

        await host.StartAsync("Orch", "i1");

        var status = await host.StatusAsync("i1", status => status.RuntimeStatus != OrchestrationStatus.Pending);
        Assert.Equal(fits ? OrchestrationStatus.Running : OrchestrationStatus.Failed, status.RuntimeStatus);
    }

    [Fact]
    public async Task A_turn_that_no_row_can_hold_fails_the_instance_and_says_why()
    {
        var handler = new ScriptedHandler().Orchestrator("Orch", request =>
            Respond.With(request, Respond.Complete(0, $"\"{new string('x', LargeProperty.MaxLength)}\"")));
        await using var host = await DurableHost.StartAsync(azurite, handler);

        await host.StartAsync("Orch", "i1");

        Assert.StartsWith("The turn cannot be stored.", (await host.FinishedAsync("i1")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Input_and_output_longer_than_a_property_are_kept_whole()
    {
        var text = $"\"{string.Concat(Enumerable.Repeat("äöü🙂 ", 20_000))}\"";
        var handler = new ScriptedHandler().Orchestrator("Orch", request =>
            Respond.With(request, Respond.Complete(0, request.NewEvents[1].ExecutionStarted.Input)));
        await using var host = await DurableHost.StartAsync(azurite, handler);

        await host.StartAsync("Orch", "i1", text);

        var status = await host.FinishedAsync("i1");
        Assert.Equal(text, status.Output);
        Assert.Equal(text, status.Input);
    }
}
