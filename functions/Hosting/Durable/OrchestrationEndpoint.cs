using System.Diagnostics;
using Google.Protobuf;
using Usher.Hosting.Durable.Protobuf;
using Usher.Telemetry;

namespace Usher.Hosting.Durable;

/// <summary>
/// The orchestrationTrigger's payload and return value: base64 of protobuf messages. A turn that cannot be answered makes the orchestration Failed for
/// good, so the <c>retry</c> section of its function.json should bridge a restart of this process.
/// </summary>
internal static partial class OrchestrationEndpoint
{
    /// <param name="payload">Base64 of an OrchestratorRequest.</param>
    /// <param name="orchestrator">The code.</param>
    /// <param name="logger">Hears of orchestrations that fail: the host logs the message at most.</param>
    /// <returns>Base64 of an OrchestratorResponse.</returns>
    public static string Answer(string payload, Func<TaskOrchestrationContext, Task<string?>> orchestrator, ILogger logger)
    {
        var request = OrchestratorRequest.Parser.ParseFrom(Convert.FromBase64String(payload));
        using var span = TurnSpan(request);
        var result = OrchestrationTurn.Execute(request, orchestrator);
        if (result.Failure is not null)
        {
            LogFailure(logger, request.InstanceId, result.ExecutionId, result.Failure);
            span.SetStatus(ActivityStatusCode.Error);
        }

        return Convert.ToBase64String(result.Response.ToByteArray());
    }

    private static Activity TurnSpan(OrchestratorRequest request)
    {
        var started = request.PastEvents.Concat(request.NewEvents).FirstOrDefault(next => next.ExecutionStarted is not null)?.ExecutionStarted;
        return Tracing.Start($"orchestration:{started?.Name}", ActivityKind.Server, CarriedTrace.Of(started?.Input))
            .SetTag("durabletask.type", "orchestration").SetTag("durabletask.task.name", started?.Name).SetTag("durabletask.task.instance_id", request.InstanceId);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Orchestration {InstanceId} (execution {ExecutionId}) failed.")]
    private static partial void LogFailure(ILogger logger, string instanceId, string? executionId, Exception exception);
}
