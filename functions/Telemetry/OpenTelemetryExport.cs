using System.Runtime.CompilerServices;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Usher.Telemetry;

/// <summary>
/// Sends traces, metrics and logs to <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, where that is set. Where it is not, nothing of OpenTelemetry is even loaded. Its other settings
/// are those of the OpenTelemetry specification.
/// </summary>
internal static class OpenTelemetryExport
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        if (builder.Configuration[Endpoint] is { Length: > 0 })
        {
            AddExport(builder);
        }
    }

    /// <summary>A method of its own, since an assembly is loaded with the first method that names it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddExport(WebApplicationBuilder builder)
    {
        // The specification's default; the package's own is gRPC.
        builder.Configuration[Protocol] ??= "http/protobuf";
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource
                .AddService("usher", serviceVersion: typeof(UsherApp).Assembly.GetName().Version?.ToString(3), serviceInstanceId: builder.Configuration["WEBSITE_INSTANCE_ID"] ?? builder.Configuration["WEBSITE_POD_NAME"])
                .AddEnvironmentVariableDetector())
            .WithTracing(traces => traces.AddSource(Tracing.SourceName, "Microsoft.AspNetCore", "System.Net.Http"))

            // Not System.Net.Http: its series bear the host of every webhook, which callers choose. Storage and webhooks are measured by themselves.
            .WithMetrics(metrics => metrics.AddMeter(Measures.MeterName, "Microsoft.AspNetCore.Hosting", "System.Runtime"))
            .WithLogging(_ => { }, logs => (logs.IncludeScopes, logs.IncludeFormattedMessage) = (true, true))
            .UseOtlpExporter();
    }
}
