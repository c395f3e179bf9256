using System.Text.Json;
using Google.Protobuf;
using Usher.Hosting;
using Usher.Hosting.Durable.Protobuf;
using Usher.Tests.Hosting.Durable;
using static Usher.Tests.Hosting.Durable.History;

namespace Usher.Tests.Hosting;

public sealed class OrchestrationTriggerTests
{
    private static readonly OrchestratorRequest Turn1 = new() { InstanceId = "w1", NewEvents = { TurnStarted(T0), Started("Watch", """{"n":1}""") } };

    [Fact]
    public async Task A_turn_goes_in_and_out_as_base64_of_protobuf()
    {
        await using var server = await HandlerServer.StartAsync(app => app.MapOrchestrationTrigger("Watch", Watch.Run));

        var answer = JsonElement.Parse(await server.SucceedAsync("Watch", Envelope(Turn1)));

        var response = OrchestratorResponse.Parser.ParseFrom(answer.GetProperty("ReturnValue").GetBytesFromBase64());
        Assert.Equal(("w1", "\"waiting\""), (response.InstanceId, response.CustomStatus));
        Assert.Equal(["0 timer at 10:10:00"], response.Actions.Select(Answers.InWords));
    }

    [Fact]
    public async Task An_orchestration_that_fails_is_an_answer_and_is_logged()
    {
        await using var server = await HandlerServer.StartAsync(app => app.MapOrchestrationTrigger("Watch", _ => throw new InvalidDataException("broken")));

        await server.SucceedAsync("Watch", Envelope(Turn1));

        Assert.Contains(server.Log.All, line => line.Contains("Orchestration w1 (execution A) failed.", StringComparison.Ordinal)
            && line.Contains("broken", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_payload_that_is_no_request_fails_the_invocation()
    {
        await using var server = await HandlerServer.StartAsync(app => app.MapOrchestrationTrigger("Watch", Watch.Run));

        await server.FailAsync("Watch", """{"Data":{"context":"\"not base64!\""},"Metadata":{}}""", "FormatException");
    }

    [Fact]
    public async Task Turns_of_many_instances_run_side_by_side()
    {
        await using var server = await HandlerServer.StartAsync(app => app.MapOrchestrationTrigger("Watch", Watch.Run));

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => server.SucceedAsync("Watch", Envelope(new(Turn1) { InstanceId = $"w{i}" }))));

        Assert.Equal(100, answers.Distinct().Count());
    }

    private static string Envelope(OrchestratorRequest request) =>
        $$$$"""{"Data":{"context":"\"{{{{Convert.ToBase64String(request.ToByteArray())}}}}\""},"Metadata":{"sys":{"MethodName":"Watch"}}}""";
}
