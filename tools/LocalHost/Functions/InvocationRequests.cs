using System.Diagnostics;
using Usher.LocalHost.Rpc;

namespace Usher.LocalHost.Functions;

/// <summary>The common part of every invocation. Source: ScriptInvocationContextExtensions of the Functions host.</summary>
internal static class InvocationRequests
{
    /// <param name="function">The function to invoke.</param>
    /// <param name="trigger">The trigger's value.</param>
    /// <param name="durableClient">The JSON for <c>durableClient</c> bindings.</param>
    /// <param name="traceParent">Used if no activity of this process is current. Null for none; the worker requires a context all the
    /// same.</param>
    /// <param name="clock">Used for the id.</param>
    public static InvocationRequest Create(
        HostedFunction function,
        TypedData trigger,
        string durableClient,
        string? traceParent,
        TimeProvider clock
    )
    {
        var request = new InvocationRequest
        {
            InvocationId = Guid.CreateVersion7(clock.GetUtcNow()).ToString(),
            FunctionId = function.Id,
            TraceContext = new RpcTraceContext
            {
                TraceParent = Activity.Current?.Id ?? traceParent ?? "",
                TraceState = Activity.Current?.TraceStateString ?? "",
            },
            InputData =
            {
                new ParameterBinding { Name = function.Trigger.Text("name"), Data = trigger },
            },
        };
        request.InputData.Add(
            function
                .Bindings.Where(binding => binding.Is("durableClient"))
                .Select(binding => new ParameterBinding
                {
                    Name = binding.Text("name"),
                    Data = new TypedData { String = durableClient },
                })
        );
        return request;
    }
}
