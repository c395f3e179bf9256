using Usher.LocalHost.Rpc;
using Usher.LocalHost.Workers;

namespace Usher.LocalHost.Functions;

/// <summary>
/// Invokes functions that no extension triggers: by HTTP, and directly. Source: WorkerFunctionInvoker and RpcFunctionInvocationDispatcher
/// of the Functions host.
/// </summary>
/// <param name="functionTimeout">Null for none. A function that exceeds it costs the whole worker.</param>
internal sealed class FunctionInvoker(WorkerSupervisor workers, TimeSpan? functionTimeout, FunctionsHostOptions options)
{
    /// <param name="worker">Runs the function.</param>
    /// <param name="function">The function of <paramref name="request"/>.</param>
    /// <param name="request">The request for the worker.</param>
    /// <param name="cancellationToken">Passed on to the function, which may or may not stop.</param>
    /// <exception cref="InvocationFailedException">The function failed.</exception>
    /// <exception cref="WorkerProcessExitException">The worker ended during the invocation.</exception>
    public async Task<InvocationResponse> InvokeAsync(
        WorkerChannel worker,
        HostedFunction function,
        InvocationRequest request,
        CancellationToken cancellationToken
    )
    {
        var timeout = functionTimeout ?? Timeout.InfiniteTimeSpan;
        try
        {
            var response = await worker.InvokeAsync(request, cancellationToken).WaitAsync(timeout, options.Clock, CancellationToken.None);
            return InvocationFailedException.Of(response) is { } failure ? throw failure : response;
        }
        catch (TimeoutException)
        {
            options.Report(
                $"Function {function.Name} took longer than {timeout}: its worker is stopped, and everything it is running fails."
            );
            await workers.RestartAsync(worker);
            throw new InvocationFailedException($"Function {function.Name} took longer than {timeout}.");
        }
    }
}
