using System.Text.Json;
using System.Text.Json.Nodes;
using Usher.Api.Validation;
using Usher.Bots;

namespace Usher.Api.Attendee;

/// <summary>The fields of a bot as create and patch take them.</summary>
internal static class BotFields
{
    private const int MaxNameLength = 255;
    private const int MaxKeyLength = 1024;
    private const int MaxYearsAhead = 3;

    /// <summary>Two rows of one transaction hold them, and a row holds 1 MiB.</summary>
    private const int MaxSettingsLength = 300_000;

    /// <summary>Every field of create, by name: what is in no list is refused.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        "automatic_leave_settings", "bot_chat_message", "bot_image", "bot_name", "calendar_event_id", "callback_settings", "debug_settings",
        "deduplication_key", "external_media_storage_settings", "google_meet_settings", "join_at", "kubernetes_settings", "meeting_url", "metadata",
        "recording_settings", "rtmp_settings", "teams_settings", "transcription_settings", "voice_agent_settings", "webhooks", "websocket_settings",
        "zoom_settings",
    ];

    /// <summary>Kept as they are and given to the runner.</summary>
    public static readonly IReadOnlyList<string> Settings =
    [
        "transcription_settings", "recording_settings", "automatic_leave_settings", "zoom_settings", "google_meet_settings", "teams_settings", "rtmp_settings",
        "websocket_settings", "debug_settings", "callback_settings", "external_media_storage_settings", "kubernetes_settings", "voice_agent_settings",
        "webhooks", "bot_chat_message", "bot_image", "calendar_event_id",
    ];

    public static Checked<string> MeetingUrl(JsonElement value)
    {
        var text = TextField.Check(value, int.MaxValue);
        return text.Messages is not null ? text
            : Bots.MeetingUrl.TryNormalize(text.Value!) is not { } url ? Checked.Wrong<string>("Invalid meeting URL")
            : url.Text.Length > Bots.MeetingUrl.MaxLength ? Checked.Wrong<string>($"Ensure this field has no more than {Bots.MeetingUrl.MaxLength} characters.")
            : url.Text;
    }

    public static Checked<string> BotName(JsonElement value)
    {
        var text = TextField.Check(value, MaxNameLength);
        return text.Messages is null && text.Value!.Any(char.IsSurrogate)
            ? Checked.Wrong<string>("Bot name cannot contain emojis or rare script characters.")
            : text;
    }

    public static Checked<string> DeduplicationKey(JsonElement value) => TextField.Check(value, MaxKeyLength);

    public static Checked<DateTimeOffset?> JoinAt(JsonElement value, DateTimeOffset now)
    {
        var time = TimeField.Check(value);
        return time.Messages is not null ? time
            : time.Value < now ? Checked.Wrong<DateTimeOffset?>("join_at cannot be in the past")
            : time.Value > now.AddYears(MaxYearsAhead) ? Checked.Wrong<DateTimeOffset?>("join_at cannot be more than 3 years in the future")
            : time;
    }

    /// <summary>A settings group: an object, or for webhooks a list of them, or for the calendar event a text.</summary>
    public static Checked<JsonNode> Group(string name, JsonElement value)
    {
        var (kind, type) = name switch
        {
            "webhooks" => (JsonValueKind.Array, "array"),
            "calendar_event_id" => (JsonValueKind.String, "string"),
            _ => (JsonValueKind.Object, "object"),
        };
        return value.ValueKind == kind
            ? JsonNode.Parse(value.GetRawText())!
            : Checked.Wrong<JsonNode>($"{value.GetRawText()} is not of type '{type}'");
    }

    public static BotSettings ReadSettings(BodyFields fields, IEnumerable<string> names)
    {
        var settings = new JsonObject();
        foreach (var name in names)
        {
            if (fields.Read(name, value => Group(name, value)) is { } group)
            {
                settings[name] = group;
            }
        }

        using var document = JsonDocument.Parse(settings.ToJsonString());
        var json = JsonText.Of(document.RootElement);
        if (json.Text.Length > MaxSettingsLength)
        {
            fields.Errors.Add("non_field_errors", new JsonArray($"The settings have {json.Text.Length} characters in all, and may have {MaxSettingsLength}."));
        }

        return new BotSettings(json);
    }
}
