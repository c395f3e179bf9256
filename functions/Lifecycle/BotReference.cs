using System.Text.Json;
using System.Text.Json.Serialization;

namespace Usher.Lifecycle;

/// <summary>All that an orchestration carries: which bot it waits for.</summary>
internal sealed record BotReference(string Project, string Bot)
{
    public string ToJson() => JsonSerializer.Serialize(this, LifecycleJson.Default.BotReference);

    public static BotReference Parse(string json) => JsonSerializer.Deserialize(json, LifecycleJson.Default.BotReference)!;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BotReference))]
[JsonSerializable(typeof(DateTimeOffset))]
internal sealed partial class LifecycleJson : JsonSerializerContext;
