using Usher.LocalHost.Functions;
using Usher.LocalHost.Handler;

namespace Usher.LocalHost.Http;

/// <summary>Hands one request to the handler; answers 500 itself where the handler gave no answer.</summary>
internal delegate Task ForwardRequest(HttpContext context, Uri handler, CancellationToken timeout);

/// <summary>An HTTP function's invocation: waits for a handler that is starting, and ends one that takes longer than functionTimeout.</summary>
internal sealed class HttpInvocation(HandlerSupervisor handler, TimeSpan? functionTimeout, ForwardRequest forward, Action<string> report, TimeProvider clock)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            var process = await handler.WaitUntilReadyAsync(context.RequestAborted);
            using var timeout = new CancellationTokenSource(functionTimeout ?? Timeout.InfiniteTimeSpan, clock);
            await forward(context, handler.Address, timeout.Token);
            if (timeout.IsCancellationRequested)
            {
                report($"{context.Request.Method} {context.Request.Path} took longer than {functionTimeout}: the handler is killed, and every invocation that it runs fails.");
                await handler.RestartAsync(process);
            }
        }
        catch (FunctionInvocationException)
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to answer.
        }
    }
}
