using System.Runtime.CompilerServices;
using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Usher.Configuration;

namespace Usher.Telemetry;

/// <summary>
/// Sends traces, metrics and logs to <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> and to the Application Insights of
/// <c>APPLICATIONINSIGHTS_CONNECTION_STRING</c>, if they are set. If neither is, no part of OpenTelemetry is even loaded. Its other
/// settings are those of the OpenTelemetry specification.
/// </summary>
internal static class OpenTelemetryExport
{
    public static void AddTelemetry(this FunctionsApplicationBuilder builder)
    {
        var (endpoint, insights) = (
            TelemetrySettings.Endpoint.Read(builder.Configuration),
            TelemetrySettings.Insights.Read(builder.Configuration)
        );
        if (endpoint is not null || insights is not null)
        {
            AddExport(builder, endpoint, insights);
        }
    }

    /// <summary>A separate method, because an assembly is loaded with the first method that refers to it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddExport(FunctionsApplicationBuilder builder, string? endpoint, string? insights)
    {
        var configuration = builder.Configuration;
        var telemetry = builder
            .Services.AddOpenTelemetry()
            .UseFunctionsWorkerDefaults()
            .ConfigureResource(resource =>
                resource
                    .AddService(
                        "usher",
                        serviceVersion: typeof(OpenTelemetryExport).Assembly.GetName().Version?.ToString(3),
                        serviceInstanceId: configuration["WEBSITE_INSTANCE_ID"] ?? configuration["WEBSITE_POD_NAME"]
                    )
                    .AddEnvironmentVariableDetector()
            )
            .WithTracing(traces => traces.AddSource(Tracing.SourceName, "System.Net.Http"))
            // Not System.Net.Http: its series bear the host of every webhook, which callers choose. Storage and webhooks are measured by
            // themselves.
            .WithMetrics(metrics => metrics.AddMeter(Measures.MeterName, "Microsoft.AspNetCore.Hosting", "System.Runtime"))
            .WithLogging(_ => { }, logs => (logs.IncludeScopes, logs.IncludeFormattedMessage) = (true, true));
        if (endpoint is not null)
        {
            configuration[TelemetrySettings.Protocol.Name] ??= TelemetrySettings.DefaultProtocol;
            telemetry.UseOtlpExporter();
        }

        if (insights is not null)
        {
            // Alerts read the logs: none may be lost with a trace that is not sampled.
            void Configure(AzureMonitorExporterOptions options) =>
                (options.ConnectionString, options.EnableTraceBasedLogsSampler) = (insights, false);
            var credential = Credential(TelemetrySettings.InsightsAuthentication.Read(configuration));
            telemetry
                .WithTracing(traces => traces.AddAzureMonitorTraceExporter(Configure, credential))
                .WithMetrics(metrics => metrics.AddAzureMonitorMetricExporter(Configure, credential))
                .WithLogging(logs => logs.AddAzureMonitorLogExporter(Configure, credential));
        }
    }

    /// <summary>
    /// As the Functions host reads it: <c>Authorization=AAD</c>, with <c>ClientId=…</c> for a user-assigned identity. Null: the connection
    /// string suffices.
    /// </summary>
    private static ManagedIdentityCredential? Credential(string? authentication)
    {
        var parts = SettingText.Pairs(authentication ?? "");
        return !parts.TryGetValue("Authorization", out var kind) || !kind.Equals("AAD", StringComparison.OrdinalIgnoreCase)
            ? null
            : new ManagedIdentityCredential(
                parts.TryGetValue("ClientId", out var id)
                    ? ManagedIdentityId.FromUserAssignedClientId(id)
                    : ManagedIdentityId.SystemAssigned
            );
    }
}
