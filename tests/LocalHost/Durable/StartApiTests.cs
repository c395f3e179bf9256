using System.Text.Json.Nodes;
using Usher.Hosting.Durable.Protobuf;
using Usher.Tests.Support;

namespace Usher.Tests.LocalHost.Durable;

public sealed class StartApiTests(AzuriteFixture azurite)
{
    // Waits for any event and returns its input.
    private readonly ScriptedHandler handler = new ScriptedHandler().Orchestrator("Orch", request => Respond.With(
        request, request.NewEvents.LastOrDefault(happened => happened.EventRaised is not null) is { } raised ? [Respond.Complete(0, raised.EventRaised.Input)] : []));

    [Fact]
    public async Task A_start_answers_the_links_and_they_work()
    {
        await using var host = await ManagementHost.StartAsync(azurite, handler);

        var (response, body) = await host.ResponseAsync("POST", "orchestrators/Orch/i 1", """{ "n" : 1 }""");
        using var _ = response;

        var links = JsonNode.Parse(body)!.AsObject();
        Assert.Equal(202, (int)response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(10), response.Headers.RetryAfter!.Delta);
        Assert.Equal((string)links["statusQueryGetUri"]!, response.Headers.Location!.OriginalString);
        Assert.Equal(
            ["id", "statusQueryGetUri", "sendEventPostUri", "terminatePostUri", "purgeHistoryDeleteUri", "restartPostUri", "suspendPostUri", "resumePostUri"],
            links.Select(link => link.Key));
        Assert.Equal("i 1", (string)links["id"]!);
        Assert.Equal(202, (await host.SendAsync("GET", (string)links["statusQueryGetUri"]!)).Status);
        var raise = ((string)links["sendEventPostUri"]!).Replace("{eventName}", "go", StringComparison.Ordinal);
        Assert.Equal(202, (await host.SendAsync("POST", raise, "{ \"at\": \"2026-01-01T00:00:00.000Z\" }")).Status);
        Assert.Equal("""{"at":"2026-01-01T00:00:00.000Z"}""", (await host.Engine.FinishedAsync("i 1")).Output);

        // As it came, not made compact.
        Assert.Equal("""{ "n" : 1 }""", handler.Turns.First().NewEvents[1].ExecutionStarted.Input);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("null", "null")]
    public async Task Without_a_body_the_input_is_an_empty_text(string body, string input)
    {
        await using var host = await ManagementHost.StartAsync(azurite, handler);

        var (status, answer) = await host.SendAsync("POST", "orchestrators/orch", body);

        Assert.Equal(202, status);
        var id = (string)JsonNode.Parse(answer)!["id"]!;
        Assert.Equal(32, id.Length);
        await host.Engine.HistoryAsync(id, 3);
        Assert.Equal(input, handler.Turns.Single().NewEvents[1].ExecutionStarted.Input);
    }

    [Fact]
    public async Task A_body_that_is_no_JSON_is_refused()
    {
        await using var host = await ManagementHost.StartAsync(azurite, handler);

        Assert.Equal((400, """{"Message":"Invalid JSON content"}"""), await host.SendAsync("POST", "orchestrators/Orch/i1", "{"));
        Assert.Equal(404, (await host.SendAsync("GET", "instances/i1")).Status);
    }

    [Fact]
    public async Task A_running_instance_is_a_conflict_and_a_finished_one_is_replaced()
    {
        await using var host = await ManagementHost.StartAsync(azurite, handler);

        Assert.Equal(202, (await host.SendAsync("POST", "orchestrators/Orch/i1", "1")).Status);
        Assert.Equal(409, (await host.SendAsync("POST", "orchestrators/Orch/i1", "2")).Status);
        await host.Engine.RaiseAsync("i1", "go", "1");
        await host.Engine.FinishedAsync("i1");
        Assert.Equal(202, (await host.SendAsync("POST", "orchestrators/Orch/i1", "3")).Status);

        Assert.Equal(["OrchestratorStarted", "ExecutionStarted Orch 3", "OrchestratorCompleted"], await host.Engine.HistoryAsync("i1", 3));
        var status = JsonNode.Parse((await host.SendAsync("GET", "instances/i1")).Body)!;
        Assert.Equal("Running", (string)status["runtimeStatus"]!);
        Assert.Null(status["output"]);
    }

    [Fact]
    public async Task Of_several_starts_at_once_one_runs_and_all_are_accepted_or_told_that_it_runs()
    {
        await using var host = await ManagementHost.StartAsync(azurite, handler);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => host.SendAsync("POST", "orchestrators/Orch/i1", $"{n}")));

        Assert.All(answers, answer => Assert.True(answer.Status is 202 or 409));
        Assert.Contains(answers, answer => answer.Status == 202);
        await host.Engine.HistoryAsync("i1", 3);
        Assert.Single(handler.Turns);
    }

    [Theory]
    [InlineData("@a")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\\b")]
    [InlineData("a%b=c|'")]
    [InlineData("ä🙂")]
    public async Task Ids_may_hold_anything(string id)
    {
        await using var host = await ManagementHost.StartAsync(azurite, handler);
        var path = Uri.EscapeDataString(id);

        Assert.Equal(202, (await host.SendAsync("POST", $"orchestrators/Orch/{path}")).Status);
        Assert.Equal(202, (await host.SendAsync("POST", $"instances/{path}/raiseEvent/go", "1")).Status);
        await host.Engine.FinishedAsync(id);
        Assert.Equal(id, (string)JsonNode.Parse((await host.SendAsync("GET", $"instances/{path}")).Body)!["instanceId"]!);
        Assert.Equal(id, handler.Turns.First().InstanceId);
    }

    [Fact]
    public async Task But_no_slash()
    {
        await using var host = await ManagementHost.StartAsync(azurite, handler);

        Assert.Equal(404, (await host.SendAsync("POST", "orchestrators/Orch/a%2Fb")).Status);
        Assert.Equal(404, (await host.SendAsync("GET", "instances/a%2Fb")).Status);
    }

    [Fact]
    public async Task A_start_may_wait_for_the_output()
    {
        var quick = new ScriptedHandler().Orchestrator("Orch", request => Respond.With(request, Respond.Complete(0, """{"ok":true}""")));
        await using var host = await ManagementHost.StartAsync(azurite, quick);

        Assert.Equal((200, """{"ok":true}"""), await host.SendAsync("POST", "orchestrators/Orch/i1?timeout=10&pollingInterval=0.05"));
    }

    [Fact]
    public async Task A_restart_begins_anew_under_a_new_id_or_the_same()
    {
        await using var host = await ManagementHost.StartAsync(azurite, handler);
        await host.SendAsync("POST", "orchestrators/Orch/i1", "7");

        Assert.Equal(409, (await host.SendAsync("POST", "instances/i1/restart?restartWithNewInstanceId=false")).Status);
        var (status, body) = await host.SendAsync("POST", "instances/i1/restart");

        Assert.Equal(202, status);
        var id = (string)JsonNode.Parse(body)!["id"]!;
        Assert.NotEqual("i1", id);
        Assert.Equal("ExecutionStarted Orch 7", (await host.Engine.HistoryAsync(id, 3))[1]);
        Assert.Equal(400, (await host.SendAsync("POST", "instances/nobody/restart")).Status);
    }

    [Fact]
    public async Task A_payload_that_no_row_can_hold_is_refused()
    {
        await using var host = await ManagementHost.StartAsync(azurite, handler);

        Assert.Equal(413, (await host.SendAsync("POST", "orchestrators/Orch/i1", $"\"{new string('x', 800 * 1024)}\"")).Status);
        Assert.Null(await host.Engine.Table.GetStatusAsync("i1", TestContext.Current.CancellationToken));
        Assert.Equal(OrchestrationStatus.Running, (await Running(host)).RuntimeStatus);
    }

    private static async Task<Usher.LocalHost.Durable.InstanceStatus> Running(ManagementHost host)
    {
        await host.SendAsync("POST", "orchestrators/Orch/i1", "1");
        return await host.Engine.StatusAsync("i1", status => status.RuntimeStatus == OrchestrationStatus.Running);
    }
}
