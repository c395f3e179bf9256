using Microsoft.Azure.Functions.Worker.Middleware;
using Usher.Wire;

namespace Usher.Api.Middleware;

/// <summary>
/// The outermost middleware: logs every exception and returns the dialect's response. An exception must not leave the function, because the
/// host would wait for a response forever.
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
        catch (Exception exception)
        {
            context.GetInvocationResult().Value = Answer(http, Thrown.By(exception));
        }
    }

    private HttpResult Answer(HttpContext http, Exception cause)
    {
        var dialect = dialects.Of(http.Request.Path);
        switch (cause)
        {
            case OperationCanceledException when http.RequestAborted.IsCancellationRequested:
                // The client has disconnected and does not read this response.
                return new HttpResult(StatusCodes.Status499ClientClosedRequest);
            case BadHttpRequestException unread:
                // Not an error in the log: any caller with a key can cause it at will.
                LogUnread(logger, http.Request.Method, http.Request.Path, unread.Message);
                return unread.StatusCode == StatusCodes.Status503ServiceUnavailable
                    ? dialect.Unavailable()
                    : dialect.Failed(unread.StatusCode);
            default:
                LogUnhandled(logger, http.Request.Method, http.Request.Path, cause);
                return dialect.Failed(StatusCodes.Status500InternalServerError);
        }
    }

    [LoggerMessage(LogLevel.Information, "{Method} {Path} could not be read: {Reason}")]
    private static partial void LogUnread(ILogger logger, string method, string path, string reason);

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed.")]
    private static partial void LogUnhandled(ILogger logger, string method, string path, Exception exception);
}
