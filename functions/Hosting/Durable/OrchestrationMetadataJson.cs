using System.Text.Json;

namespace Usher.Hosting.Durable;

/// <summary>Reads the body of <c>GET /instances/{id}</c>, in which output and customStatus are JSON values, not text.</summary>
internal static class OrchestrationMetadataJson
{
    /// <exception cref="HttpRequestException">The body is not what the management API answers.</exception>
    public static OrchestrationMetadata Read(string body)
    {
        try
        {
            var json = JsonElement.Parse(body);
            return new OrchestrationMetadata(json.GetProperty("name").GetString()!, json.GetProperty("instanceId").GetString()!)
            {
                RuntimeStatus = Enum.Parse<OrchestrationRuntimeStatus>(json.GetProperty("runtimeStatus").GetString()!),
                CreatedAt = json.GetProperty("createdTime").GetDateTimeOffset(),
                LastUpdatedAt = json.GetProperty("lastUpdatedTime").GetDateTimeOffset(),
                SerializedCustomStatus = Text(json, "customStatus"),
                SerializedOutput = Text(json, "output"),
            };
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new HttpRequestException("The durable management API answered something that is not the status of an instance.", exception);
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.GetRawText() : null;
}
