using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Usher.Bots;
using Usher.Webhooks;
using Usher.Wire;

namespace Usher.Api.MeetStream;

/// <summary>Details of a bot, with the field names of MeetStream's database.</summary>
internal sealed record BotDetail
{
    [JsonPropertyName("BotID")]
    public required string BotId { get; init; }

    [JsonPropertyName("BotUsername")]
    public required string BotUsername { get; init; }

    [JsonPropertyName("BotMessage"), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? BotMessage { get; init; }

    [JsonPropertyName("BotImageURL"), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? BotImageUrl { get; init; }

    [JsonPropertyName("MeetingLink")]
    public required string MeetingLink { get; init; }

    [JsonPropertyName("Platform"), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Platform { get; init; }

    [JsonPropertyName("Status")]
    public required string Status { get; init; }

    [JsonPropertyName("StatusTimeline")]
    public required IReadOnlyDictionary<string, TimelineStage> StatusTimeline { get; init; }

    /// <summary>Success, Processing or Failed; null if there is no recording.</summary>
    [JsonPropertyName("AudioStatus"), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? AudioStatus { get; init; }

    /// <summary>The same for the transcription.</summary>
    [JsonPropertyName("TranscriptStatus"), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? TranscriptStatus { get; init; }

    [JsonPropertyName("CreatedAt")]
    public required string CreatedAt { get; init; }

    /// <summary>When the bot joined the meeting; null if it has not.</summary>
    [JsonPropertyName("StartTime"), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? StartTime { get; init; }

    /// <summary>When the bot left the meeting or failed; null if neither has happened.</summary>
    [JsonPropertyName("EndTime"), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? EndTime { get; init; }

    /// <summary>Seconds between the two.</summary>
    [JsonPropertyName("Duration"), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int? Duration { get; init; }

    /// <summary>In seconds since 1970.</summary>
    [JsonPropertyName("LastUpdatedAt")]
    public required long LastUpdatedAt { get; init; }

    /// <summary>The body of create_bot. For a bot of the other dialect, an equivalent body.</summary>
    [JsonPropertyName("RequestPayload")]
    public required JsonElement RequestPayload { get; init; }

    public required JsonElement CustomAttributes { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? TranscriptId { get; init; }

    /// <summary>Always null: captions are not stored.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? CaptionFile { get; init; }

    public static BotDetail From(Bot bot)
    {
        var request = Request(bot);
        DateTimeOffset? endedAt = bot.Events.Where(IsEnd).Select(entry => (DateTimeOffset?)entry.At).FirstOrDefault();
        return new BotDetail
        {
            BotId = bot.Id.ToString(),
            BotUsername = bot.BotName,
            BotMessage = Text(request, "bot_message"),
            BotImageUrl = Text(request, "bot_image_url"),
            MeetingLink = bot.MeetingUrl,
            Platform = MeetStreamPlatform.Of(bot),
            Status = MeetStreamStatus.Of(bot),
            StatusTimeline = MeetStream.StatusTimeline.Of(bot),
            AudioStatus = bot.RecordingState switch
            {
                RecordingState.NotStarted => null,
                RecordingState.Complete => "Success",
                RecordingState.Failed => "Failed",
                _ => "Processing",
            },
            TranscriptStatus = bot.TranscriptionState switch
            {
                TranscriptionState.NotStarted => null,
                TranscriptionState.Complete => "Success",
                TranscriptionState.Failed => "Failed",
                _ => "Processing",
            },
            CreatedAt = WireTime.Format(bot.CreatedAt),
            StartTime = bot.JoinedAt is { } joined ? WireTime.Format(joined) : null,
            EndTime = endedAt is { } ended ? WireTime.Format(ended) : null,
            Duration = endedAt - bot.JoinedAt is { } time ? (int)time.TotalSeconds : null,
            LastUpdatedAt = bot.Events[^1].At.ToUnixTimeSeconds(),
            RequestPayload = request,
            CustomAttributes = (bot.Metadata ?? JsonText.EmptyObject).Element,
            TranscriptId = MeetStreamTranscript.IdOf(bot),
        };
    }

    private static bool IsEnd(LifecycleEntry entry) =>
        entry.Type is BotEventType.MeetingEnded or BotEventType.LeftMeeting or BotEventType.CouldNotJoinMeeting or BotEventType.FatalError;

    private static JsonElement Request(Bot bot) =>
        bot.Settings.Json.Element.TryGetProperty(MeetStreamCreateRequest.SettingsName, out var sent)
            ? sent
            : JsonText.Of(new JsonObject { ["meeting_link"] = bot.MeetingUrl, ["bot_name"] = bot.BotName }).Element;

    private static string? Text(JsonElement request, string name) => new MeetStreamFields(request).Text(name, int.MaxValue);
}
