using System.Text.Json.Nodes;

namespace Usher.LocalHost.Functions;

/// <summary>Calls a function of the handler in JSON mode: <c>POST /{function}</c> with <c>{"Data":…,"Metadata":…}</c>.</summary>
internal interface IFunctionInvoker
{
    /// <summary>
    /// One invocation, repeated as the function's <c>retry</c> section says. <paramref name="data"/> holds each binding's value as the host has it
    /// (text, object, bytes); the invoker applies the host's encoding to data and metadata and adds <c>sys</c>.
    /// </summary>
    /// <exception cref="FunctionInvocationException">
    /// The handler answered other than 2xx with JSON, was not reachable, died, or took longer than functionTimeout.
    /// </exception>
    Task<FunctionResult> InvokeAsync(
        FunctionDefinition function,
        IReadOnlyDictionary<string, object?> data,
        IReadOnlyDictionary<string, object?> metadata,
        CancellationToken cancellationToken);
}

/// <summary>What the handler answered: output bindings by name, and the trigger's return value.</summary>
internal sealed record FunctionResult(JsonObject? Outputs, JsonNode? ReturnValue);

/// <summary>The invocation failed. What the handler wrote as a body is not in it, as on the Functions host.</summary>
internal sealed class FunctionInvocationException(string message, Exception? innerException = null) : Exception(message, innerException);
