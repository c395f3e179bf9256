using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Usher.Hosting.Durable.Protobuf;
using Usher.LocalHost.Functions;

namespace Usher.LocalHost.Durable;

/// <summary>One turn of an orchestrator at the handler: a protobuf request and response as base64 text.</summary>
internal sealed partial class OrchestratorFunction(IReadOnlyDictionary<string, FunctionDefinition> functions, IFunctionInvoker invoker, ILogger logger)
{
    public async Task<OrchestratorReply> InvokeAsync(string instanceId, OrchestrationRuntimeState state, CancellationToken cancellationToken)
    {
        var name = state.Start!.ExecutionStarted.Name;
        if (!functions.TryGetValue(name, out var function) || !IsOrchestrator(function))
        {
            return new OrchestratorReply.Failed($"The function '{name}' doesn't exist, is disabled, or is not an orchestrator function.");
        }

        // No executionId: the extension leaves it out.
        var request = new OrchestratorRequest { InstanceId = instanceId };
        request.PastEvents.AddRange(state.PastEvents);
        request.NewEvents.AddRange(state.NewEvents);
        var data = new Dictionary<string, object?> { [function.Trigger.Name] = Convert.ToBase64String(request.ToByteArray()) };
        try
        {
            var result = await invoker.InvokeAsync(function, data, new Dictionary<string, object?>(), cancellationToken);
            var response = Decode(result.ReturnValue);
            ThrowIfPlatformFailure(response);
            return new OrchestratorReply.Decided(response.Actions, response.CustomStatus);
        }
        catch (FunctionInvocationException exception) when (exception.InnerException is OperationCanceledException or TimeoutException)
        {
            // The orchestrator's own functionTimeout is over.
            cancellationToken.ThrowIfCancellationRequested();
            throw new SessionAbortedException(exception.Message, TurnRepetition.NextPause());
        }
        catch (Exception exception) when (exception is FunctionInvocationException or FormatException or InvalidProtocolBufferException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Log.InvocationFailed(logger, function.Name, instanceId, exception);
            return new OrchestratorReply.Failed(UnhandledException(function.Name));
        }
    }

    public static string UnhandledException(string functionName) => $"Function '{functionName}' failed with an unhandled exception.";

    private static bool IsOrchestrator(FunctionDefinition function) =>
        function.Trigger.Type.Equals("orchestrationTrigger", StringComparison.OrdinalIgnoreCase);

    private static OrchestratorResponse Decode(JsonNode? returnValue)
    {
        // A response without any field is an empty string, which counts as none.
        if (returnValue is null || returnValue.GetValueKind() != JsonValueKind.String || returnValue.GetValue<string>() is not { Length: > 0 } text)
        {
            throw new FormatException("ReturnValue is not a JSON string that holds a base64 OrchestratorResponse, or it is empty.");
        }

        return OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(text));
    }

    private static void ThrowIfPlatformFailure(OrchestratorResponse response)
    {
        var completed = response.Actions.LastOrDefault(action => action.CompleteOrchestration is not null)?.CompleteOrchestration;
        for (var inner = completed?.FailureDetails?.InnerFailure; inner is not null; inner = inner.InnerFailure)
        {
            if (inner.ErrorType == "System.OutOfMemoryException")
            {
                throw new SessionAbortedException("The orchestrator ended in an OutOfMemoryException.", TurnRepetition.NextPause());
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Orchestrator '{Function}' of instance '{InstanceId}' failed in a turn: the instance is Failed for good")]
        public static partial void InvocationFailed(ILogger logger, string function, string instanceId, Exception exception);
    }
}

/// <summary>Aborted turns come again after one to three seconds.</summary>
internal static class TurnRepetition
{
    public static TimeSpan NextPause() => TimeSpan.FromMilliseconds(Random.Shared.Next(1000, 3000));
}
