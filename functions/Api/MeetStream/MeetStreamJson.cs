using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Usher.Api.MeetStream;

/// <summary>JSON of MeetStream's API: snake case, text unescaped.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RefusalBody))]
[JsonSerializable(typeof(ScheduledBotUpdated))]
[JsonSerializable(typeof(CreatedBot))]
[JsonSerializable(typeof(MeetStreamBotStatus))]
[JsonSerializable(typeof(DetailedBot))]
[JsonSerializable(typeof(RemovedBot))]
[JsonSerializable(typeof(ScheduledBotList))]
[JsonSerializable(typeof(BotList))]
[JsonSerializable(typeof(IReadOnlyList<TranscriptSegment>))]
[JsonSerializable(typeof(RawTranscript))]
internal sealed partial class MeetStreamJson : JsonSerializerContext
{
    public static readonly MeetStreamJson Wire = new(
        new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }
    );
}
