using System.Text.Json.Nodes;
using Usher.Hosting.Durable.Protobuf;
using Usher.Tests.Support;

namespace Usher.Tests.LocalHost.Durable;

public sealed class InstanceApiTests(AzuriteFixture azurite)
{
    // Ends on "go" or a termination; the executor's part of suspension: no actions while suspended.
    private readonly ScriptedHandler handler = new ScriptedHandler().Orchestrator("Orch", request =>
    {
        var events = request.All().ToList();
        if (events.Find(happened => happened.ExecutionTerminated is not null) is { } terminated)
        {
            return Respond.With(request, Respond.Complete(0, terminated.ExecutionTerminated.Input, OrchestrationStatus.Terminated));
        }

        var suspended = events.FindLastIndex(happened => happened.ExecutionSuspended is not null) > events.FindLastIndex(happened => happened.ExecutionResumed is not null);
        var isOver = !suspended && events.Exists(happened => happened.EventRaised?.Name == "go");
        return Respond.With(request, isOver ? [Respond.Complete(0, "\"done\"")] : []).Status("""{"phase":"waiting"}""");
    });

    [Fact]
    public async Task An_instance_is_202_while_it_runs_and_200_when_it_has_finished()
    {
        await using var host = await StartedAsync("""{"n":1}""");

        var (response, body) = await host.ResponseAsync("GET", "instances/i1");
        using (response)
        {
            Assert.Equal(202, (int)response.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(5), response.Headers.RetryAfter!.Delta);
            Assert.Equal(new Uri(host.BaseAddress, "instances/i1"), response.Headers.Location);
        }

        var running = JsonNode.Parse(body)!.AsObject();
        Assert.Equal(
            ["name", "instanceId", "runtimeStatus", "input", "customStatus", "output", "createdTime", "lastUpdatedTime"], running.Select(member => member.Key));
        Assert.Equal("""{"n":1}""", running["input"]!.ToJsonString());
        Assert.Equal("waiting", (string)running["customStatus"]!["phase"]!);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", (string)running["createdTime"]!);

        await host.SendAsync("POST", "instances/i1/raiseEvent/go", "1");
        await host.Engine.FinishedAsync("i1");
        var (status, finished) = await host.SendAsync("GET", "instances/i1?showInput=false");
        Assert.Equal(200, status);
        Assert.Equal("done", (string)JsonNode.Parse(finished)!["output"]!);
        Assert.Null(JsonNode.Parse(finished)!["input"]);
    }

    [Fact]
    public async Task A_failure_is_200_or_500_as_asked_and_its_output_a_text()
    {
        await using var host = await ManagementHost.StartAsync(azurite, handler);
        await host.SendAsync("POST", "orchestrators/Nobody/i1");
        await host.Engine.FinishedAsync("i1");

        Assert.Equal(200, (await host.SendAsync("GET", "instances/i1")).Status);
        var (status, body) = await host.SendAsync("GET", "instances/i1?returnInternalServerErrorOnFailure=true");
        Assert.Equal(500, status);
        Assert.StartsWith("The function 'Nobody'", (string)JsonNode.Parse(body)!["output"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_unknown_is_404_and_what_has_finished_410()
    {
        await using var host = await StartedAsync();
        await host.SendAsync("POST", "instances/i1/raiseEvent/go", "1");
        await host.Engine.FinishedAsync("i1");

        foreach (var operation in (string[])["raiseEvent/e", "terminate", "suspend", "resume"])
        {
            Assert.Equal(404, (await host.SendAsync("POST", $"instances/nobody/{operation}", "1")).Status);
            Assert.Equal(410, (await host.SendAsync("POST", $"instances/i1/{operation}", "1")).Status);
        }

        Assert.Equal(404, (await host.SendAsync("GET", "instances/nobody")).Status);
        Assert.Equal(404, (await host.SendAsync("DELETE", "instances/nobody")).Status);
        Assert.Equal(501, (await host.SendAsync("POST", "instances/i1/rewind")).Status);
    }

    [Theory]
    [InlineData("1", "text/plain")]
    [InlineData("1", null)]
    [InlineData("", "application/json")]
    [InlineData("{", "application/json")]
    public async Task An_event_is_JSON_and_says_so(string body, string? contentType)
    {
        await using var host = await StartedAsync();

        Assert.Equal(400, (await host.SendAsync("POST", "instances/i1/raiseEvent/go", body, contentType)).Status);
        Assert.Equal(202, (await host.SendAsync("POST", "instances/i1/raiseEvent/go", "null", "Application/JSON; charset=utf-8")).Status);
    }

    [Fact]
    public async Task A_termination_is_answered_by_the_orchestrator()
    {
        await using var host = await StartedAsync();

        Assert.Equal(202, (await host.SendAsync("POST", "instances/i1/terminate?reason=%22enough%22")).Status);

        var status = await host.Engine.FinishedAsync("i1");
        Assert.Equal((OrchestrationStatus.Terminated, "\"enough\""), (status.RuntimeStatus, status.Output));
    }

    [Fact]
    public async Task A_pending_instance_is_terminated_at_once_and_never_runs()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        handler.OrchestratorValue("Slow", async (request, cancellation) =>
        {
            await release.Task.WaitAsync(cancellation);
            return ScriptedHandler.Encoded(Respond.With(request, Respond.Call(0, "Orch")));
        });
        await using var host = await ManagementHost.StartAsync(azurite, handler);
        await host.SendAsync("POST", "orchestrators/Slow/i1");

        Assert.Equal(202, (await host.SendAsync("POST", "instances/i1/terminate?reason=stop")).Status);
        var status = await host.Engine.FinishedAsync("i1");
        release.SetResult();

        Assert.Equal((OrchestrationStatus.Terminated, "stop"), (status.RuntimeStatus, status.Output));
        await DurableHost.UntilAsync(
            async () => (await host.Engine.Table.ReadAsync("i1", TestContext.Current.CancellationToken)).Messages.Count == 0, () => "The start is still there.");
        Assert.Equal(OrchestrationStatus.Terminated, (await host.Engine.FinishedAsync("i1")).RuntimeStatus);
        Assert.Empty(handler.Runs);
    }

    [Fact]
    public async Task A_suspended_instance_receives_events_and_goes_on_when_it_is_resumed()
    {
        await using var host = await StartedAsync();

        Assert.Equal(500, (await host.SendAsync("POST", "instances/i1/resume")).Status);
        Assert.Equal(202, (await host.SendAsync("POST", "instances/i1/suspend?reason=pause")).Status);
        await host.Engine.StatusAsync("i1", status => status.RuntimeStatus == OrchestrationStatus.Suspended);
        Assert.Equal(500, (await host.SendAsync("POST", "instances/i1/suspend")).Status);
        Assert.Equal(202, (await host.SendAsync("GET", "instances/i1")).Status);
        Assert.Equal(202, (await host.SendAsync("POST", "instances/i1/raiseEvent/go", "1")).Status);
        Assert.Equal("EventRaised go 1", (await host.Engine.HistoryAsync("i1", 9))[7]);
        Assert.Equal(202, (await host.SendAsync("POST", "instances/i1/resume")).Status);

        Assert.Equal("\"done\"", (await host.Engine.FinishedAsync("i1")).Output);
    }

    [Fact]
    public async Task Only_what_has_finished_can_be_purged()
    {
        await using var host = await StartedAsync();

        Assert.Equal(412, (await host.SendAsync("DELETE", "instances/i1")).Status);
        await host.SendAsync("POST", "instances/i1/raiseEvent/go", "1");
        await host.Engine.FinishedAsync("i1");
        Assert.Equal((200, """{"instancesDeleted":1}"""), await host.SendAsync("DELETE", "instances/i1"));
        Assert.Equal(404, (await host.SendAsync("GET", "instances/i1")).Status);

        Assert.Equal(202, (await host.SendAsync("POST", "orchestrators/Orch/i1")).Status);
        Assert.Equal("ExecutionStarted Orch ", (await host.Engine.HistoryAsync("i1", 3))[1]);
    }

    [Fact]
    public async Task Instances_are_listed_by_status_and_prefix()
    {
        await using var host = await StartedAsync();
        await host.SendAsync("POST", "orchestrators/Orch/i2");
        await host.SendAsync("POST", "orchestrators/Orch/x");
        await host.SendAsync("POST", "instances/i2/raiseEvent/go", "1");
        await host.Engine.FinishedAsync("i2");
        await host.Engine.HistoryAsync("x", 3);

        Assert.Equal(["i1", "i2", "x"], await ListAsync(host, ""));
        Assert.Equal(["i1", "i2"], await ListAsync(host, "?instanceIdPrefix=i"));
        Assert.Equal(["i2"], await ListAsync(host, "?runtimeStatus=Completed,Failed"));
        Assert.Equal(["i1"], await ListAsync(host, "?top=1"));
        Assert.Empty(await ListAsync(host, "?createdTimeFrom=2999-01-01T00:00:00Z"));
    }

    private static async Task<IEnumerable<string>> ListAsync(ManagementHost host, string query) =>
        JsonNode.Parse((await host.SendAsync("GET", $"instances{query}")).Body)!.AsArray().Select(instance => (string)instance!["instanceId"]!);

    private async Task<ManagementHost> StartedAsync(string input = "")
    {
        var host = await ManagementHost.StartAsync(azurite, handler);
        await host.SendAsync("POST", "orchestrators/Orch/i1", input);
        await host.Engine.HistoryAsync("i1", 3);
        return host;
    }
}
