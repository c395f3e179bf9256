using System.Text.Json;
using System.Text.Json.Nodes;
using Usher.Hosting.Durable.Protobuf;
using Usher.LocalHost.Functions;

namespace Usher.LocalHost.Durable;

/// <summary>One run of an activity at the handler, and the event that its orchestration hears of it.</summary>
internal sealed partial class ActivityFunction(
    IReadOnlyDictionary<string, FunctionDefinition> functions, IFunctionInvoker invoker, TimeProvider clock, ILogger logger)
{
    /// <exception cref="OperationCanceledException">The host stops; the activity will run again.</exception>
    public async Task<HistoryEvent> RunAsync(PendingActivity activity, CancellationToken cancellationToken)
    {
        if (!functions.TryGetValue(activity.Name, out var function)
            || !function.Trigger.Type.Equals("activityTrigger", StringComparison.OrdinalIgnoreCase))
        {
            // Without details, as the extension does it.
            Log.Unknown(logger, activity.Name, activity.InstanceId);
            return HistoryEvents.TaskFailed(clock.GetUtcNow(), activity.TaskId, details: null);
        }

        try
        {
            var (data, metadata) = Values(function, activity);
            var result = await invoker.InvokeAsync(function, data, metadata, cancellationToken);
            var value = DateRewriting.Apply(result.ReturnValue);
            return HistoryEvents.TaskCompleted(clock.GetUtcNow(), activity.TaskId, value is null ? null : JsonText.Compact(value));
        }
        catch (Exception exception) when (exception is FunctionInvocationException or JsonException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Log.Failed(logger, activity.Name, activity.InstanceId, exception);
            return HistoryEvents.TaskFailed(clock.GetUtcNow(), activity.TaskId, Details(function.Name, exception));
        }
    }

    // An absent input is no value, an explicit null is the text "null".
    private static (Dictionary<string, object?> Data, Dictionary<string, object?> Metadata) Values(FunctionDefinition function, PendingActivity activity)
    {
        var input = activity.Input is null ? null : JsonText.Compact(activity.Input);
        Dictionary<string, object?> metadata = new() { ["instanceId"] = activity.InstanceId };
        if (input is not null)
        {
            metadata["data"] = JsonNode.Parse(input);
            metadata[function.Trigger.Name] = input;
        }

        return (new() { [function.Trigger.Name] = input }, metadata);
    }

    // The handler's own words do not get through.
    private static TaskFailureDetails Details(string functionName, Exception exception) => new()
    {
        ErrorType = exception.InnerException is OperationCanceledException or TimeoutException
            ? "Microsoft.Azure.WebJobs.Host.FunctionTimeoutException"
            : "Microsoft.Azure.WebJobs.Host.FunctionInvocationException",
        ErrorMessage = $"Exception while executing function: Functions.{functionName}",
        InnerFailure = new TaskFailureDetails { ErrorType = "System.Net.Http.HttpRequestException", ErrorMessage = exception.Message },
    };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Activity '{Function}' of instance '{InstanceId}' is no activity function of this app")]
        public static partial void Unknown(ILogger logger, string function, string instanceId);

        [LoggerMessage(LogLevel.Warning, "Activity '{Function}' of instance '{InstanceId}' failed")]
        public static partial void Failed(ILogger logger, string function, string instanceId, Exception exception);
    }
}
