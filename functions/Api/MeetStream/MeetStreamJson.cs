using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Usher.Api.MeetStream;

/// <param name="Message">What went wrong; <paramref name="Error"/> is the same text, since readers of this dialect look for either.</param>
/// <param name="ValidFields">Where there was none of them.</param>
/// <param name="IgnoredFields">What was sent and is no field of an update; null: nothing.</param>
internal sealed record RefusalBody(
    string Message, string Error, int StatusCode, IReadOnlyList<string>? ValidFields = null, IReadOnlyList<string>? IgnoredFields = null);

/// <param name="UpdatedFields">The known fields that were sent.</param>
/// <param name="ScheduleUpdated">The time to join at is another one now.</param>
/// <param name="IgnoredFields">What else was sent, and is no field of an update; null: nothing.</param>
internal sealed record ScheduledBotUpdated(
    string Message, string BotId, IReadOnlyList<string> UpdatedFields, bool ScheduleUpdated, IReadOnlyList<string>? IgnoredFields = null);

/// <summary>The wire of this dialect: snake case, text as it is.</summary>
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
    public static readonly MeetStreamJson Wire = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
