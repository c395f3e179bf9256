using Microsoft.Azure.WebJobs;
using Usher.LocalHost.Functions;
using Usher.LocalHost.Rpc;

namespace Usher.LocalHost.Jobs;

/// <summary>
/// Has the worker run a function whose trigger fired. Source: WorkerFunctionInvoker and ScriptInvocationContextExtensions of the Functions
/// host.
/// </summary>
/// <param name="durableClient">The JSON for <c>durableClient</c> bindings.</param>
internal sealed class TriggerInvoker(TriggerHostOptions options, Func<string> durableClient)
{
    private readonly Dictionary<string, HostedFunction> functions = options.Functions.ToDictionary(function => function.Name);

    /// <inheritdoc cref="FunctionHandler"/>
    /// <exception cref="InvocationFailedException">The function failed.</exception>
    public async Task<object?> InvokeAsync(string name, object? trigger, Binder binder, CancellationToken cancellationToken)
    {
        var function = functions[name];
        var response = await options.InvokeAsync(CreateRequest(function, trigger, binder), cancellationToken);
        if (InvocationFailedException.Of(response) is { } failure)
        {
            // The worker's status does not say that a task was cancelled.
            if (!(cancellationToken.IsCancellationRequested && failure.Reason.Contains("was canceled.", StringComparison.Ordinal)))
            {
                options.Report($"Function {name} failed: {failure.Reason}");
            }

            throw failure;
        }

        return RpcValues.Read(response.ReturnValue);
    }

    private InvocationRequest CreateRequest(HostedFunction function, object? trigger, Binder binder)
    {
        var request = InvocationRequests.Create(function, RpcValues.Write(trigger), durableClient(), traceParent: null, options.Clock);

        // "sys" is an object of the SDK itself.
        foreach (var (key, value) in binder.BindingData.Where(pair => pair is { Key: not "sys", Value: not null }))
        {
            request.TriggerMetadata[key] = RpcValues.Write(value);
        }

        return request;
    }
}
