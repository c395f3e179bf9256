using System.Text.Json;
using System.Text.Json.Serialization;
using Usher.Telemetry;

namespace Usher.Lifecycle;

/// <summary>All that an orchestration carries: which bot it waits for, and whose trace it belongs to.</summary>
internal sealed record BotReference(string Project, string Bot)
{
    /// <summary>The span of whoever started the orchestration.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Traceparent { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this with { Traceparent = Tracing.Traceparent }, LifecycleJson.Default.BotReference);

    public static BotReference Parse(string json) => JsonSerializer.Deserialize(json, LifecycleJson.Default.BotReference)!;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BotReference))]
[JsonSerializable(typeof(DateTimeOffset))]
internal sealed partial class LifecycleJson : JsonSerializerContext;
