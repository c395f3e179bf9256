using System.Text.Json;
using System.Text.Json.Nodes;
using Usher.Api.Validation;
using Usher.Bots;

namespace Usher.Api.Attendee;

/// <summary>The bot fields that create and update requests share.</summary>
internal static class BotFields
{
    private const int MaxNameLength = 255;
    private const int MaxKeyLength = 1024;
    private const int MaxYearsAhead = 3;

    /// <summary>Every field of a create request, in alphabetical order. Other fields are refused.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        .. SettingsGroups
            .All.Select(group => group.Name)
            .Concat([
                "bot_chat_message",
                "bot_image",
                "bot_name",
                "calendar_event_id",
                "deduplication_key",
                "join_at",
                "meeting_url",
                "metadata",
            ])
            .Order(StringComparer.Ordinal),
    ];

    public static Checked<MeetingUrl> MeetingUrl(JsonElement value)
    {
        var text = TextField.Check(value, int.MaxValue);
        return text.Messages is not null ? new Checked<MeetingUrl>(null, text.Messages)
            : Bots.MeetingUrl.TryNormalize(text.Value!) is not { } url ? Checked.Wrong<MeetingUrl>("Invalid meeting URL")
            : url.Text.Contains('\0', StringComparison.Ordinal) ? Checked.Wrong<MeetingUrl>("Null characters are not allowed.")
            : url.IsTooLong ? Checked.Wrong<MeetingUrl>($"Ensure this field has no more than {Bots.MeetingUrl.MaxLength} characters.")
            : url;
    }

    public static Checked<string> BotName(JsonElement value)
    {
        // If several things are wrong, length is reported last.
        var text = TextField.Check(value, int.MaxValue);
        return text.Messages is not null ? text
            : text.Value!.Any(char.IsSurrogate) ? Checked.Wrong<string>("Bot name cannot contain emojis or rare script characters.")
            : TextField.Check(value, MaxNameLength);
    }

    public static Checked<string> DeduplicationKey(JsonElement value) => TextField.Check(value, MaxKeyLength);

    public static Checked<string> CalendarEvent(JsonElement value) => TextField.Check(value, int.MaxValue);

    public static Checked<DateTimeOffset?> JoinAt(JsonElement value, DateTimeOffset now)
    {
        var time = TimeField.Check(value);
        return time.Messages is not null ? time
            : time.Value < now ? Checked.Wrong<DateTimeOffset?>("join_at cannot be in the past")
            : time.Value > now.AddYears(MaxYearsAhead) ? Checked.Wrong<DateTimeOffset?>("join_at cannot be more than 3 years in the future")
            : time;
    }

    /// <summary>Adds the groups in the request, and those that have a value even when absent.</summary>
    public static void ReadSettings(BodyFields fields, IEnumerable<SettingsGroup> groups, SettingsContext context, SettingsBuilder settings)
    {
        foreach (var group in groups)
        {
            var isSent = fields[group.Name].ValueKind != JsonValueKind.Undefined;
            settings.Add(group.Name, isSent ? fields.Read(group.Name, value => group.Read(value, context)) : group.WhenAbsent(context));
        }
    }

    public static void Bound(BodyFields fields, BotSettings settings)
    {
        if (settings.StoredBytes is var bytes && bytes > BotSettings.MaxStoredBytes)
        {
            var refusal = new BotRefusal.SettingsTooLarge(settings.Largest, bytes);
            fields.Errors.Add(refusal.Field, new JsonArray(refusal.Text));
        }
    }
}
