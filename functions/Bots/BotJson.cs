using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Usher.Bots;

/// <summary>
/// The storage format of projections and event payloads. Strict: a row with a missing member or a duplicate name does not load. Computed
/// properties are not stored.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    IgnoreReadOnlyProperties = true,
    Converters = [
        typeof(WireNameConverter<BotState>),
        typeof(WireNameConverter<BotEventType>),
        typeof(WireNameConverter<RecordingState>),
        typeof(WireNameConverter<TranscriptionState>),
        typeof(WireNameConverter<MeetingCommandType>),
        typeof(BotIdConverter),
        typeof(JsonTextConverter),
        typeof(BotSettingsConverter),
    ]
)]
[JsonSerializable(typeof(Bot))]
[JsonSerializable(typeof(BotDetails))]
[JsonSerializable(typeof(BotChanges))]
[JsonSerializable(typeof(MeetingCommand))]
[JsonSerializable(typeof(StoredClaim))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class BotJson : JsonSerializerContext
{
    /// <summary>For JSON that is passed through: text is not escaped, so names and addresses stay as they were sent.</summary>
    public static readonly BotJson Relaxed = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
