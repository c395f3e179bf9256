using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Usher.Hosting.Durable.Protobuf;
using Usher.LocalHost.Functions;

namespace Usher.Tests.LocalHost.Durable;

/// <summary>Plays the handler: orchestrators and activities are functions given by the test, and every call is kept.</summary>
internal sealed class ScriptedHandler : IFunctionInvoker
{
    private readonly Dictionary<string, Func<OrchestratorRequest, CancellationToken, Task<JsonNode?>>> orchestrators = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Func<string?, CancellationToken, Task<JsonNode?>>> activities = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, FunctionDefinition> Functions { get; } = new(StringComparer.OrdinalIgnoreCase);

    public ConcurrentQueue<OrchestratorRequest> Turns { get; } = [];

    public ConcurrentQueue<(string Name, string? Input)> Runs { get; } = [];

    public ConcurrentQueue<IReadOnlyDictionary<string, object?>> Metadata { get; } = [];

    public ScriptedHandler Orchestrator(string name, Func<OrchestratorRequest, OrchestratorResponse> turn) =>
        OrchestratorValue(name, (request, _) => Task.FromResult<JsonNode?>(Encoded(turn(request))));

    /// <summary>With the ReturnValue itself, right or wrong.</summary>
    public ScriptedHandler OrchestratorValue(string name, Func<OrchestratorRequest, CancellationToken, Task<JsonNode?>> turn)
    {
        orchestrators[name] = turn;
        Functions[name] = new FunctionDefinition(name, [new FunctionBinding("context", "orchestrationTrigger", "in", [])], Retry: null);
        return this;
    }

    public ScriptedHandler Activity(string name, Func<string?, JsonNode?> run) => Activity(name, (input, _) => Task.FromResult(run(input)));

    public ScriptedHandler Activity(string name, Func<string?, CancellationToken, Task<JsonNode?>> run)
    {
        activities[name] = run;
        Functions[name] = new FunctionDefinition(name, [new FunctionBinding("input", "activityTrigger", "in", [])], Retry: null);
        return this;
    }

    public static JsonNode Encoded(OrchestratorResponse response) => JsonValue.Create(Convert.ToBase64String(response.ToByteArray()));

    public async Task<FunctionResult> InvokeAsync(
        FunctionDefinition function,
        IReadOnlyDictionary<string, object?> data,
        IReadOnlyDictionary<string, object?> metadata,
        CancellationToken cancellationToken)
    {
        var value = (string?)data[function.Trigger.Name];
        Metadata.Enqueue(metadata);
        if (activities.TryGetValue(function.Name, out var activity))
        {
            Runs.Enqueue((function.Name, value));
            return new FunctionResult(null, await activity(value, cancellationToken));
        }

        var request = OrchestratorRequest.Parser.ParseFrom(Convert.FromBase64String(value!));
        Turns.Enqueue(request);
        return new FunctionResult(null, await orchestrators[function.Name](request, cancellationToken));
    }
}
