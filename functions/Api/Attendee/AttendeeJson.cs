using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Usher.Api.Service;

namespace Usher.Api.Attendee;

/// <summary>JSON of Attendee's API: snake case, nulls included, text unescaped (a meeting URL keeps its ampersands).</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(BotResource))]
[JsonSerializable(typeof(BotPage))]
[JsonSerializable(typeof(EventPage))]
[JsonSerializable(typeof(RecordingResource))]
[JsonSerializable(typeof(DeadlineResource))]
[JsonSerializable(typeof(WebhookDeliveryPage))]
[JsonSerializable(typeof(DetailBody))]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(MediaErrorBody))]
[JsonSerializable(typeof(HealthBody))]
[JsonSerializable(typeof(UnavailableBody))]
[JsonSerializable(typeof(LiveBody))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class AttendeeJson : JsonSerializerContext
{
    public static readonly AttendeeJson Wire = new(
        new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }
    );
}
