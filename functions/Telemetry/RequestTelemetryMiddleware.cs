using System.Diagnostics;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Usher.Telemetry;

/// <summary>
/// Starts a span for each request in its caller's trace, named by route. Source: OpenTelemetry's semantic conventions for HTTP servers.
/// </summary>
internal sealed class RequestTelemetryMiddleware : IFunctionsWorkerMiddleware
{
    private const int ServerError = 500;

    private static readonly HashSet<string> Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var http = context.GetHttpContext()!;
        var request = http.Request;
        var method = Methods.Contains(request.Method) ? request.Method : null;
        var route = $"/{FunctionTriggers.Of<HttpTriggerAttribute>(context)!.Route}";
        using var span = Tracing.Start($"{method ?? "HTTP"} {route}", ActivityKind.Server, request.Headers.TraceParent);
        await next(context);

        // The response is written after all middleware has run.
        var status = (context.GetInvocationResult().Value as IStatusCodeHttpResult)?.StatusCode ?? http.Response.StatusCode;
        if (span.IsAllDataRequested)
        {
            span.SetTag("http.request.method", method ?? "_OTHER")
                .SetTag("http.route", route)
                .SetTag("url.path", request.Path.Value)
                .SetTag("url.scheme", request.Scheme)
                .SetTag("http.response.status_code", status)
                .SetTag("usher.request.id", http.TraceIdentifier);
            span.SetStatus(status >= ServerError ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
        }
    }
}
