namespace Usher.Configuration;

/// <summary>Where traces, metrics and logs are sent.</summary>
internal static class TelemetrySettings
{
    /// <summary>The specification's default; the exporter's own is gRPC.</summary>
    public const string DefaultProtocol = "http/protobuf";

    public static readonly Setting<string?> Endpoint = SettingOf.Url(
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "http://localhost:4318",
        "Where traces, metrics and logs are sent over OTLP."
    );

    public static readonly Setting<string?> Protocol = SettingOf.Text(
        "OTEL_EXPORTER_OTLP_PROTOCOL",
        "http/protobuf or grpc",
        "The protocol of that endpoint; the other `OTEL_` settings of the OpenTelemetry specification apply as well.",
        DefaultProtocol
    );

    public static readonly Setting<string?> Insights = new(
        "APPLICATIONINSIGHTS_CONNECTION_STRING",
        "a connection string of Application Insights as the portal shows it, such as "
            + "InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=https://…",
        "The Application Insights resource for traces, metrics and logs, in addition to OTLP or instead of it.",
        text => SettingText.Pairs(text).TryGetValue("InstrumentationKey", out var key) && Guid.TryParse(key, out _) ? text : null
    )
    {
        IsSecret = true,
    };

    public static readonly Setting<string?> InsightsAuthentication = SettingOf.Text(
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
        "Authorization=AAD, with ClientId=… for a user-assigned identity",
        "Sends to Application Insights with the app's identity."
    );

    public static readonly SettingGroup Group = new("Telemetry", [Endpoint, Protocol, Insights, InsightsAuthentication]);
}
