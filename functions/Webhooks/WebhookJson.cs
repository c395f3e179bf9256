using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Usher.Telemetry;

namespace Usher.Webhooks;

/// <summary>The storage form of messages and records.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    AllowOutOfOrderMetadataProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(WebhookMessage))]
[JsonSerializable(typeof(ImmutableArray<DeliveryAttempt>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class WebhookJson : JsonSerializerContext;
