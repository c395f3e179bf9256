using Microsoft.Azure.Functions.Worker.Middleware;

namespace Usher.Api.Middleware;

/// <summary>
/// The last line: whatever goes wrong is logged and answered in the dialect. An exception must never leave the function: the host would wait for an answer that does not come.
/// </summary>
internal sealed partial class ErrorMiddleware(Dialects dialects, ILogger<ErrorMiddleware> logger) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var http = context.GetHttpContext()!;
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller is gone; nobody reads this.
            context.GetInvocationResult().Value = new HttpAnswer(StatusCodes.Status499ClientClosedRequest);
        }
        catch (Exception exception)
        {
            var status = exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError;
            LogUnhandled(logger, http.Request.Method, http.Request.Path, exception);
            context.GetInvocationResult().Value = dialects.Of(http.Request.Path).Failed(status);
        }
    }

    [LoggerMessage(LogLevel.Error, "{Method} {Path} has failed.")]
    private static partial void LogUnhandled(ILogger logger, string method, string path, Exception exception);
}
