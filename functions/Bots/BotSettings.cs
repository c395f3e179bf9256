using System.Text.Json;
using System.Text.Json.Nodes;

namespace Usher.Bots;

/// <summary>
/// The settings objects of the create request by name (<c>recording_settings</c>, <c>automatic_leave_settings</c>, …), passed to the runner
/// unchanged. The lifecycle reads the few values below.
/// </summary>
internal readonly record struct BotSettings(JsonText Json)
{
    public static readonly BotSettings None = new(JsonText.EmptyObject);

    /// <summary>
    /// The most bytes that settings may take in storage. The projection is one row of at most 1 MiB: settings get this much, the lifecycle
    /// events of a bot with the most events take a quarter, and the rest is for the name, metadata and keys, which have limits of their
    /// own.
    /// </summary>
    public const int MaxStoredBytes = 640_000;

    private static readonly TimeSpan DefaultWaitingRoomTimeout = TimeSpan.FromSeconds(900);

    /// <summary>The longest wait of any bot; a larger number in a stored row must not overflow the clock.</summary>
    private const double MaxSeconds = 10.0 * 365 * 24 * 60 * 60;

    public TimeSpan WaitingRoomTimeout => Seconds("waiting_room_timeout_seconds") ?? DefaultWaitingRoomTimeout;

    /// <summary>How long the bot stays at most after joining; null for as long as the meeting lasts.</summary>
    public TimeSpan? MaxUptime => Seconds("max_uptime_seconds");

    public int StoredBytes => StoredSize.Of(Json.Text);

    /// <summary>The name of the largest settings object; empty if there is none.</summary>
    public string Largest =>
        Json
            .Element.EnumerateObject()
            .OrderByDescending(group => StoredSize.Of(group.Value.GetRawText()))
            .Select(group => group.Name)
            .FirstOrDefault("");

    public const string Mp3 = "mp3";
    private const string NoRecording = "none";

    /// <summary><c>mp4</c>, <c>mp3</c> or <c>none</c>.</summary>
    public string RecordingFormat =>
        Value("recording_settings", "format") is { ValueKind: JsonValueKind.String } format && format.GetString() is Mp3 or NoRecording
            ? format.GetString()!
            : "mp4";

    public bool RecordsNothing => RecordingFormat == NoRecording;

    /// <summary>Whether the bot has subscriptions of its own. They are set at creation and never change.</summary>
    public bool HasWebhooks =>
        Json.Element.TryGetProperty("webhooks", out var webhooks)
        && webhooks.ValueKind == JsonValueKind.Array
        && webhooks.GetArrayLength() > 0;

    /// <summary>Whether webhooks report when participants start and stop speaking.</summary>
    public bool TellsSpeech =>
        Value("recording_settings", "record_participant_speech_start_stop_events") is { ValueKind: JsonValueKind.True };

    public bool RecordingIsOff => Value("features", "recording_enabled") is { ValueKind: JsonValueKind.False };

    /// <summary>Whether the bot joins Zoom with the web client.</summary>
    public bool IsZoomWeb => Text("zoom_settings", "sdk") == "web";

    /// <summary>Whether the recording shows participants in gallery view.</summary>
    public bool RecordsGallery => Text("recording_settings", "view") == "gallery_view";

    /// <summary>Whether the runner reserves resources for a web page that speaks in the meeting.</summary>
    public bool ReservesVoiceAgent => Value("voice_agent_settings", "reserve_resources") is { ValueKind: JsonValueKind.True };

    /// <summary>The configured transcription providers, in order.</summary>
    public IReadOnlyList<string> Transcribers =>
        Json.Element.TryGetProperty("transcription_settings", out var settings) && settings.ValueKind == JsonValueKind.Object
            ? [.. settings.EnumerateObject().Select(provider => provider.Name)]
            : [];

    /// <summary>The picture's type and SHA-256; null if the bot has none.</summary>
    public (string Type, string Sha256)? Image =>
        Value("bot_image", "type")?.GetString() is { } type && Value("bot_image", "sha256")?.GetString() is { } hash ? (type, hash) : null;

    /// <summary>These settings with the groups of <paramref name="changes"/> replacing their own.</summary>
    public BotSettings With(BotSettings changes)
    {
        var merged = JsonNode.Parse(Json.Text)!.AsObject();
        foreach (var (name, group) in JsonNode.Parse(changes.Json.Text)!.AsObject())
        {
            merged[name] = group?.DeepClone();
        }

        return new BotSettings(JsonText.Of(merged));
    }

    /// <summary>
    /// The group <c>features</c> with <paramref name="flags"/> replacing those of the same name; contains no other group.
    /// </summary>
    public BotSettings Features(IReadOnlyDictionary<string, bool> flags)
    {
        if (flags.Count == 0)
        {
            return None;
        }

        var features = JsonNode.Parse(Json.Text)!["features"]?.DeepClone() as JsonObject ?? [];
        foreach (var (name, flag) in flags)
        {
            features[name] = flag;
        }

        return new BotSettings(JsonText.Of(new JsonObject { ["features"] = features }));
    }

    /// <summary>
    /// Whether <see cref="With"/> would change nothing, regardless of the order of members and of formatting.
    /// </summary>
    public bool Contain(BotSettings changes)
    {
        var groups = Json.Element;
        return changes
            .Json.Element.EnumerateObject()
            .All(change => groups.TryGetProperty(change.Name, out var group) && JsonElement.DeepEquals(group, change.Value));
    }

    private TimeSpan? Seconds(string name) =>
        Value("automatic_leave_settings", name) is { ValueKind: JsonValueKind.Number } value
            ? TimeSpan.FromSeconds(Math.Clamp(value.GetDouble(), 0, MaxSeconds))
            : null;

    private string? Text(string group, string name) =>
        Value(group, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private JsonElement? Value(string group, string name) =>
        Json.Element.TryGetProperty(group, out var settings)
        && settings.ValueKind == JsonValueKind.Object
        && settings.TryGetProperty(name, out var value)
            ? value
            : null;
}
