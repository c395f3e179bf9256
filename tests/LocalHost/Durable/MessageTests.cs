using System.Globalization;
using Usher.Hosting.Durable.Protobuf;
using Usher.LocalHost.Durable;
using Usher.Tests.Support;

namespace Usher.Tests.LocalHost.Durable;

/// <summary>Which messages reach an orchestrator.</summary>
public sealed class MessageTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Messages_that_wait_come_together_in_one_turn()
    {
        var mayGoOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var handler = new ScriptedHandler().OrchestratorValue("Orch", async (request, cancellation) =>
        {
            await mayGoOn.Task.WaitAsync(cancellation);
            return ScriptedHandler.Encoded(Respond.With(request));
        });
        await using var host = await DurableHost.StartAsync(azurite, handler);

        await host.StartAsync("Orch", "i1");
        await DurableHost.UntilAsync(() => Task.FromResult(handler.Turns.Count == 1), () => "No turn.");
        for (var n = 0; n < 3; n++)
        {
            await host.RaiseAsync("i1", "e", n.ToString(CultureInfo.InvariantCulture));
        }

        mayGoOn.SetResult();
        await host.HistoryAsync("i1", 8);

        Assert.Equal(["OrchestratorStarted", "EventRaised e 0", "EventRaised e 1", "EventRaised e 2"], HistoryText.Of(handler.Turns.Last().NewEvents));
    }

    [Fact]
    public async Task Results_and_timers_of_an_earlier_execution_are_dropped_and_raised_events_are_not()
    {
        var clock = new ManualTime();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var handler = new ScriptedHandler()
            .Orchestrator("Orch", request =>
            {
                var input = request.All().First(happened => happened.ExecutionStarted is not null).ExecutionStarted.Input;
                return input == "2" || request.PastEvents.Count > 0
                    ? Respond.With(request, input == "2" ? [] : [Respond.ContinueAsNew(2, "2")])
                    : Respond.With(request, Respond.Timer(0, request.StartedAt().AddSeconds(5)), Respond.Call(1, "Act"));
            })
            .Activity("Act", async (_, cancellation) =>
            {
                await release.Task.WaitAsync(cancellation);
                return null;
            });
        await using var host = await DurableHost.StartAsync(azurite, handler, clock: clock);

        await host.StartAsync("Orch", "i1", "1");
        await host.HistoryAsync("i1", 5);
        await host.RaiseAsync("i1", "next");
        await host.HistoryAsync("i1", 3);
        clock.Advance(TimeSpan.FromSeconds(10));
        release.SetResult();
        await DurableHost.UntilAsync(
            async () => (await host.Table.ReadAsync("i1", TestContext.Current.CancellationToken)) is { Messages: [], Activities: [] }, () => "The result was not dropped.");
        Assert.Equal(3, handler.Turns.Count);

        await host.RaiseAsync("i1", "seen", "1");
        Assert.Equal("EventRaised seen 1", (await host.HistoryAsync("i1", 6))[4]);
    }

    [Fact]
    public async Task An_activity_next_to_continue_as_new_or_completion_still_runs()
    {
        var handler = new ScriptedHandler()
            .Orchestrator("Orch", request => request.NewEvents[1].ExecutionStarted.Input == "1"
                ? Respond.With(request, Respond.Call(0, "Act", "1"), Respond.ContinueAsNew(1, "2"))
                : Respond.With(request, Respond.Call(0, "Act", "2"), Respond.Complete(1)))
            .Activity("Act", _ => null);
        await using var host = await DurableHost.StartAsync(azurite, handler);

        await host.StartAsync("Orch", "i1", "1");
        await DurableHost.UntilAsync(() => Task.FromResult(handler.Runs.Count == 2), () => "Not run.");

        Assert.Equal(["1", "2"], handler.Runs.Select(run => run.Input).Order());
    }

    [Fact]
    public async Task An_event_goes_to_another_instance_or_is_discarded_where_there_is_none()
    {
        var handler = new ScriptedHandler()
            .Orchestrator("Sender", request => Respond.With(
                request, Respond.Send(0, "receiver", "hello", "\"x\""), Respond.Send(1, "nobody", "hello"), Respond.Complete(2)))
            .Orchestrator("Receiver", request => Respond.With(request, request.PastEvents.Count == 0 ? [] : [Respond.Complete(0)]));
        await using var host = await DurableHost.StartAsync(azurite, handler);

        await host.StartAsync("Receiver", "receiver");
        await host.HistoryAsync("receiver", 3);
        await host.StartAsync("Sender", "sender");

        await host.FinishedAsync("receiver");
        Assert.Equal("EventRaised hello \"x\"", HistoryText.Of(handler.Turns.Last(turn => turn.InstanceId == "receiver").NewEvents)[1]);
        await DurableHost.UntilAsync(
            async () => (await host.Table.ReadAsync("nobody", TestContext.Current.CancellationToken)).Messages.Count == 0, () => "Not discarded.");
    }

    [Fact]
    public async Task A_custom_status_that_is_not_sent_again_is_gone()
    {
        var handler = new ScriptedHandler().Orchestrator("Orch", request =>
            request.PastEvents.Count == 0 ? Respond.With(request).Status("\"first\"") : Respond.With(request));
        await using var host = await DurableHost.StartAsync(azurite, handler);

        await host.StartAsync("Orch", "i1");
        await host.StatusAsync("i1", status => status.CustomStatus == "\"first\"");
        await host.RaiseAsync("i1", "e");

        await host.StatusAsync("i1", status => status.CustomStatus is null);
    }

    [Fact]
    public async Task A_custom_status_lives_over_one_continue_as_new()
    {
        var handler = new ScriptedHandler().Orchestrator("Orch", request => request.NewEvents[1].ExecutionStarted?.Input == "1"
            ? Respond.With(request, Respond.ContinueAsNew(0, "2")).Status("\"carried\"")
            : Respond.With(request));
        await using var host = await DurableHost.StartAsync(azurite, handler);

        await host.StartAsync("Orch", "i1", "1");

        var status = await host.StatusAsync("i1", status => status.RuntimeStatus == OrchestrationStatus.Running);
        Assert.Equal(("\"carried\"", "2"), (status.CustomStatus, status.Input));
    }

    [Fact]
    public async Task With_duplicates_on_events_results_and_activities_come_twice()
    {
        var handler = new ScriptedHandler()
            .Orchestrator("Orch", request => Respond.With(
                request, request.PastEvents.Count == 0 ? [Respond.Call(0, "Act"), Respond.Timer(1, request.StartedAt())] : []))
            .Activity("Act", _ => null);
        await using var host = await DurableHost.StartAsync(azurite, handler, DurableHost.NewHub() with { DuplicateEvery = 1 });

        await host.StartAsync("Orch", "i1");

        // Its first turn reads the table: an event that came into it that way would not be delivered, so not twice either.
        await host.StatusAsync("i1", status => status.RuntimeStatus == OrchestrationStatus.Running);
        await host.RaiseAsync("i1", "e");

        await DurableHost.UntilAsync(
            async () =>
            {
                var history = HistoryText.Of((await host.Table.ReadAsync("i1", TestContext.Current.CancellationToken)).Snapshot.History);
                return history.Count(text => text == "EventRaised e ") == 2
                    && history.Count(text => text == "TaskCompleted 0 -") == 2
                    && history.Count(text => text == "TimerFired 1") == 2;
            },
            () => "Not twice.");
        Assert.Equal(2, handler.Runs.Count);
    }

    [Fact]
    public async Task An_event_right_after_a_start_can_be_lost_although_it_was_accepted()
    {
        var mayGoOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var handler = new ScriptedHandler().OrchestratorValue("Orch", async (request, cancellation) =>
        {
            await mayGoOn.Task.WaitAsync(cancellation);
            return ScriptedHandler.Encoded(Respond.With(request));
        });
        var options = DurableHost.NewHub() with { LoseEarlyEventEvery = 1, MaxConcurrentOrchestratorFunctions = 1 };
        await using var host = await DurableHost.StartAsync(azurite, handler, options);

        await host.StartAsync("Orch", "blocker");
        await DurableHost.UntilAsync(() => Task.FromResult(handler.Turns.Count == 1), () => "No turn.");
        await host.StartAsync("Orch", "i1");
        await host.RaiseAsync("i1", "lost");
        mayGoOn.SetResult();

        Assert.Equal(["OrchestratorStarted", "ExecutionStarted Orch ", "OrchestratorCompleted"], await host.HistoryAsync("i1", 3));
        Assert.Empty((await host.Table.ReadAsync("i1", TestContext.Current.CancellationToken)).Messages);
    }
}
