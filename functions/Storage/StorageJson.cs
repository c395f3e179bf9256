using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Usher.Bots.Webhooks;

namespace Usher.Storage;

/// <summary>The JSON format of queue messages and JSON columns.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(BotAnnouncement))]
[JsonSerializable(typeof(MeetingAnnouncement))]
[JsonSerializable(typeof(ImmutableArray<DeliveryAttempt>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class StorageJson : JsonSerializerContext;
