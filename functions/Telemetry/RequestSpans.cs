using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace Usher.Telemetry;

/// <summary>The server begins a span for each request and says nothing in it: its name and what it was about are put in when the answer is known.</summary>
internal static class RequestSpans
{
    private static readonly HashSet<string> Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    public static void UseRequestSpans(this WebApplication app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
        }
        finally
        {
            if (context.Features.Get<IHttpActivityFeature>()?.Activity is { Recorded: true } span)
            {
                Describe(span, context);
            }
        }
    });

    /// <summary>Source: OpenTelemetry's semantic conventions for HTTP servers.</summary>
    private static void Describe(Activity span, HttpContext context)
    {
        var method = Methods.Contains(context.Request.Method) ? context.Request.Method : null;
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        var status = context.Response.StatusCode;
        span.DisplayName = $"{method ?? "HTTP"} {route}".TrimEnd();
        span.SetTag("http.request.method", method ?? "_OTHER").SetTag("http.route", route).SetTag("url.path", context.Request.Path.Value).SetTag("url.scheme", context.Request.Scheme)
            .SetTag("http.response.status_code", status).SetTag("usher.request.id", context.TraceIdentifier);
        if (status >= 500)
        {
            span.SetStatus(ActivityStatusCode.Error);
        }
    }
}
