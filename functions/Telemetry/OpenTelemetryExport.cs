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

namespace Usher.Telemetry;

/// <summary>
/// Sends traces, metrics and logs to <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> and to the Application Insights of
/// <c>APPLICATIONINSIGHTS_CONNECTION_STRING</c>, where they are set. Where neither is, nothing of OpenTelemetry is even loaded. Its other
/// settings are those of the OpenTelemetry specification.
/// </summary>
internal static class OpenTelemetryExport
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";
    private const string Insights = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private const string InsightsAuthentication = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    public static void AddTelemetry(this FunctionsApplicationBuilder builder)
    {
        var (endpoint, insights) = (builder.Configuration[Endpoint] ?? "", builder.Configuration[Insights] ?? "");
        Check(endpoint, insights);
        if (endpoint.Length > 0 || insights.Length > 0)
        {
            AddExport(builder);
        }
    }

    /// <exception cref="SettingException">What the exporters would find wrong when nobody can tell any more which setting it
    /// was.</exception>
    private static void Check(string endpoint, string insights)
    {
        if (endpoint.Length > 0 && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
        {
            throw new SettingException(
                $"{Endpoint} is '{endpoint}', which is no address. Set it to one like http://localhost:4318, or remove it."
            );
        }

        if (insights.Length > 0 && !(Parts(insights).TryGetValue("InstrumentationKey", out var key) && Guid.TryParse(key, out _)))
        {
            throw new SettingException(
                $"{Insights} is no connection string of Application Insights. Copy it as the portal shows it, like "
                    + "InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=https://…, or remove it."
            );
        }
    }

    /// <summary>Of those of one name the last one counts; what is no pair is in none.</summary>
    private static Dictionary<string, string> Parts(string text)
    {
        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (
            var pair in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(part => part.Split('=', 2))
                .Where(pair => pair.Length == 2)
        )
        {
            parts[pair[0]] = pair[1];
        }

        return parts;
    }

    /// <summary>A method of its own, since an assembly is loaded with the first method that names it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddExport(FunctionsApplicationBuilder builder)
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
        if (configuration[Endpoint] is { Length: > 0 })
        {
            // The specification's default; the package's own is gRPC.
            configuration[Protocol] ??= "http/protobuf";
            telemetry.UseOtlpExporter();
        }

        if (configuration[Insights] is { Length: > 0 } connectionString)
        {
            // Alerts read the logs: none may be lost with a trace that is not sampled.
            void Configure(AzureMonitorExporterOptions options) =>
                (options.ConnectionString, options.EnableTraceBasedLogsSampler) = (connectionString, false);
            var credential = Credential(configuration[InsightsAuthentication]);
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
        var parts = Parts(authentication ?? "");
        return !parts.TryGetValue("Authorization", out var kind) || !kind.Equals("AAD", StringComparison.OrdinalIgnoreCase)
            ? null
            : new ManagedIdentityCredential(
                parts.TryGetValue("ClientId", out var id)
                    ? ManagedIdentityId.FromUserAssignedClientId(id)
                    : ManagedIdentityId.SystemAssigned
            );
    }
}
