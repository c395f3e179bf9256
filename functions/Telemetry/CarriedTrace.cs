using System.Text.Json;

namespace Usher.Telemetry;

/// <summary>Reads the trace of queued work from the member <c>traceparent</c> of its JSON.</summary>
internal static class CarriedTrace
{
    private const string Member = "traceparent";

    /// <returns>Null if the message carries none.</returns>
    public static string? Of(string message)
    {
        try
        {
            using var json = JsonDocument.Parse(message);
            return
                json.RootElement is { ValueKind: JsonValueKind.Object } work
                && work.TryGetProperty(Member, out var traceparent)
                && traceparent.ValueKind == JsonValueKind.String
                ? traceparent.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
