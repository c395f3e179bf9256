using System.Diagnostics;
using Usher.LocalHost.Rpc;

namespace Usher.LocalHost.Functions;

/// <summary>What every invocation starts with. Source: ScriptInvocationContextExtensions of the Functions host.</summary>
internal static class InvocationRequests
{
    /// <param name="function">To invoke.</param>
    /// <param name="trigger">The value of its trigger.</param>
    /// <param name="durableClient">The JSON that <c>durableClient</c> bindings get.</param>
    /// <param name="traceParent">Where no activity of this process is around it. Null: none; the worker wants a context all the
    /// same.</param>
    /// <param name="clock">For the id.</param>
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
