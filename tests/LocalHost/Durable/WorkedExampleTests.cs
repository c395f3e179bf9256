using System.Text.Json.Nodes;
using Usher.Hosting.Durable.Protobuf;
using Usher.Tests.Support;

namespace Usher.Tests.LocalHost.Durable;

/// <summary>
/// Watch: a ten-minute timer and the event "approval", whichever comes first; then the activity Notify; then it continues as new with the events
/// that came meanwhile.
/// </summary>
public sealed class WorkedExampleTests(AzuriteFixture azurite)
{
    private readonly TaskCompletionSource notifyMayEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Every_turn_stores_and_posts_what_the_extension_does()
    {
        var handler = new ScriptedHandler().Orchestrator("Watch", Turn).Activity("Notify", async (input, cancellation) =>
        {
            await (input!.Contains("\"n\":1", StringComparison.Ordinal) ? notifyMayEnd.Task : new TaskCompletionSource().Task).WaitAsync(cancellation);
            return new JsonObject { ["sent"] = true };
        });
        await using var host = await DurableHost.StartAsync(azurite, handler);

        await host.StartAsync("watch", "w1", """{"n":1}""");
        Assert.Equal(["OrchestratorStarted", """ExecutionStarted watch {"n":1}""", "0 TimerCreated", "OrchestratorCompleted"], await host.HistoryAsync("w1", 4));
        Assert.Equal("\"waiting\"", (await host.StatusAsync("w1", _ => true)).CustomStatus);

        await host.RaiseAsync("w1", "Approval", """{"ok":true}""");
        Assert.Equal(
            ["OrchestratorStarted", """EventRaised Approval {"ok":true}""", "1 TaskScheduled Notify -", "OrchestratorCompleted"],
            (await host.HistoryAsync("w1", 8))[4..]);

        var taken = handler.Turns.Count;
        await host.RaiseAsync("w1", "approval", """{"ok":false}""");
        await host.HistoryAsync("w1", 11);
        notifyMayEnd.SetResult();
        var replaced = await host.HistoryAsync("w1", 7);

        Assert.Equal(
            ["OrchestratorStarted", """ExecutionStarted watch {"n":2}""", """EventRaised approval {"ok":false}""", "OrchestratorCompleted",
                "0 TimerCreated", "1 TaskScheduled Notify -", "OrchestratorCompleted"],
            replaced);
        await DurableHost.UntilAsync(() => Task.FromResult(handler.Runs.Count == 2), () => "Notify has not run again.");
        Assert.Equal([("Notify", """{"n":1,"ok":true}"""), ("Notify", """{"n":2,"ok":false}""")], handler.Runs);
        var turns = handler.Turns.ToArray();
        Assert.Equal(taken + 3, turns.Length);
        Assert.All(turns, turn => Assert.Null(turn.ExecutionId));
        Assert.Equal(["OrchestratorStarted", """TaskCompleted 1 {"sent":true}"""], HistoryText.Of(turns[^2].NewEvents));
        Assert.Empty(turns[^1].PastEvents);
        Assert.Equal(replaced[..4], HistoryText.Of(turns[^1].NewEvents));
        Assert.NotEqual(Execution(turns[0]), Execution(turns[^1]));
    }

    private static string Execution(OrchestratorRequest turn) => turn.All().First(happened => happened.ExecutionStarted is not null)
        .ExecutionStarted.OrchestrationInstance.ExecutionId;

    // Written out by hand for the turns of the example; it knows nothing of replay.
    private static OrchestratorResponse Turn(OrchestratorRequest request)
    {
        var events = request.All().ToList();
        var input = JsonNode.Parse(events.First(happened => happened.ExecutionStarted is not null).ExecutionStarted.Input)!.AsObject();
        var approvals = events.Where(happened => happened.EventRaised is not null).ToList();
        List<OrchestratorAction> actions = [];
        if (!events.Any(happened => happened.TimerCreated is not null))
        {
            actions.Add(Respond.Timer(0, request.StartedAt().AddMinutes(10)));
        }

        if (approvals.Count > 0 && !events.Any(happened => happened.TaskScheduled is not null))
        {
            var ok = JsonNode.Parse(approvals[0].EventRaised.Input)!["ok"]!.GetValue<bool>() ? "true" : "false";
            actions.Add(Respond.Call(1, "Notify", $$"""{"n":{{input["n"]}},"ok":{{ok}}}"""));
        }

        if (events.Any(happened => happened.TaskCompleted is not null) && (int)input["n"]! == 1)
        {
            actions.Add(Respond.ContinueAsNew(2, """{"n":2}""", approvals.Skip(1)));
        }

        return Respond.With(request, [.. actions]).Status("\"waiting\"");
    }
}
