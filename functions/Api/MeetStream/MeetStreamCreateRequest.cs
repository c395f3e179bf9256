using System.Text.Json;
using System.Text.Json.Nodes;
using Usher.Api.Attendee;
using Usher.Api.Validation;
using Usher.Bots;
using Usher.Bots.Webhooks;
using Usher.Webhooks;
using Usher.Wire;

namespace Usher.Api.MeetStream;

/// <summary>
/// Translates a body of <c>create_bot</c>: common values become those of the bot, and the runner gets the whole body as
/// <c>meetstream_settings</c>, including unknown fields.
/// </summary>
internal static class MeetStreamCreateRequest
{
    /// <summary>The settings object that holds the body.</summary>
    public const string SettingsName = "meetstream_settings";

    /// <summary>MeetStream's documentation requires a name, but its clients omit it.</summary>
    public const string DefaultName = "Notetaker";

    private const int MaxNameLength = 255;
    private const int MaxMessageLength = 10_000;
    private const int MaxUrlLength = 2048;
    private const int MaxKeyLength = 2000;
    private const int MaxYearsAhead = 3;

    /// <returns>The bot to create, or the error.</returns>
    public static (BotDetails? Details, string? Error) Read(JsonElement root, string project, DateTimeOffset now, RunnerFeatures features)
    {
        if (SafeText.IsUnsafe(root))
        {
            return (null, SafeText.NotAllowed);
        }

        var fields = new MeetStreamFields(root);
        var url = Meeting(fields);
        var details = new BotDetails
        {
            Project = project,
            MeetingUrl = url?.Text ?? "",
            BotName = Name(fields),
            JoinAt = JoinAt(fields, now),
            Metadata = Attributes(fields),
            DeduplicationKey = DeduplicationKey(fields),
            Settings = Settings(fields, root, new SettingsContext(url?.Type, IsZoomWeb: false, features)),
        };
        if (details.Settings.StoredBytes is var bytes && bytes > BotSettings.MaxStoredBytes)
        {
            fields.Refuse(new BotRefusal.SettingsTooLarge(SettingsName, bytes).Text);
        }

        return fields.Error is { } error ? (null, error) : (details, null);
    }

    /// <summary>Requires a valid body.</summary>
    public static string? CallbackUrl(JsonElement root) => new MeetStreamFields(root).Text("callback_url", MaxUrlLength);

    private static MeetingUrl? Meeting(MeetStreamFields fields)
    {
        var text = fields.Text("meeting_link", int.MaxValue);
        var url = text is null ? null : MeetingUrl.TryNormalize(text);
        if (text is null)
        {
            fields.Refuse("meeting_link is required.");
        }
        else if (url is null || url.IsTooLong || url.Text.Contains('\0', StringComparison.Ordinal))
        {
            fields.Refuse("meeting_link is not the link of a Google Meet, Zoom or Teams meeting.");
        }

        return url;
    }

    private static string Name(MeetStreamFields fields)
    {
        var name = fields.Text("bot_name", MaxNameLength) ?? DefaultName;
        if (name.Any(char.IsSurrogate))
        {
            fields.Refuse("bot_name cannot contain emojis or rare script characters");
        }

        return name;
    }

    private static DateTimeOffset? JoinAt(MeetStreamFields fields, DateTimeOffset now)
    {
        if (fields.Value("join_at") is not { } value)
        {
            return null;
        }

        var time = TimeField.Check(value);
        if (time.Messages is not null)
        {
            fields.Refuse("Invalid date format. Please use ISO 8601 format with timezone");
        }
        else if (time.Value < now)
        {
            fields.Refuse("join_at must be in the future");
        }
        else if (time.Value > now.AddYears(MaxYearsAhead))
        {
            fields.Refuse($"join_at cannot be more than {MaxYearsAhead} years in the future");
        }

        return time.Value;
    }

    private static JsonText? Attributes(MeetStreamFields fields)
    {
        Dictionary<string, string> attributes = new(StringComparer.Ordinal);
        var sent = fields.Object("custom_attributes");
        foreach (var name in sent.Names)
        {
            var value = sent.Value(name)!.Value;
            if (value.ValueKind != JsonValueKind.String)
            {
                fields.Refuse($"custom_attributes: the value of '{FieldErrors.Quote(name)}' must be a string");
                return null;
            }

            attributes[name] = SafeText.Of(value);
        }

        if (Metadata.Length(attributes) > Metadata.MaxLength)
        {
            fields.Refuse($"custom_attributes may have {Metadata.MaxLength} characters as JSON");
        }

        return attributes.Count == 0 ? null : Metadata.Of(attributes);
    }

    private static string? DeduplicationKey(MeetStreamFields fields)
    {
        if (fields.Value("deduplication_key") is not { } value)
        {
            return null;
        }

        var key = value.ValueKind == JsonValueKind.String ? SafeText.Of(value) : "";
        if (key.Length is 0 or > MaxKeyLength || key.Any(character => character is < ' ' or > '~'))
        {
            fields.Refuse($"deduplication_key must have 1 to {MaxKeyLength} printable ASCII characters");
        }

        return key;
    }

    private static BotSettings Settings(MeetStreamFields fields, JsonElement root, SettingsContext context)
    {
        var recording = fields.Object("recording_config");
        NeedsStreaming(fields, recording);
        OneZoomToken(fields.Object("zoom"));
        var sent = new JsonObject
        {
            ["recording_settings"] = new JsonObject
            {
                ["format"] = fields.Flag("video_required") == false ? "mp3" : "mp4",
                ["view"] = View(recording),
            },
            ["automatic_leave_settings"] = MeetStreamLeave.Read(fields.Object("automatic_leave")),
        };
        var settings = new SettingsBuilder();
        BotFields.ReadSettings(new BodyFields(JsonElement.Parse(sent.ToJsonString())), SettingsGroups.All, context, settings);
        if (fields.Text("bot_message", MaxMessageLength) is { } message)
        {
            settings.Add(
                "bot_chat_message",
                JsonText.Of(
                    new JsonObject
                    {
                        ["to"] = "everyone",
                        ["to_user_uuid"] = null,
                        ["message"] = message,
                    }
                )
            );
        }

        if (Callback(fields, context.Features) is { } url)
        {
            settings.Add("webhooks", WebhookSubscription.Callback(url));
        }

        settings.Add(SettingsName, JsonText.Of(JsonTree.Node(root)!));
        return settings.Build();
    }

    private static string View(MeetStreamFields recording) =>
        recording.Text("video_layout", MaxNameLength) switch
        {
            null or "speaker_view" => "speaker_view",
            "grid_view" => "gallery_view",
            _ => Refused(recording, "video_layout must be speaker_view or grid_view."),
        };

    private static string Refused(MeetStreamFields fields, string sentence)
    {
        fields.Refuse(sentence);
        return "speaker_view";
    }

    private static string? Callback(MeetStreamFields fields, RunnerFeatures features)
    {
        if (fields.Text("callback_url", MaxUrlLength) is not { } url)
        {
            return null;
        }

        if (WebhookAddress.Refusal(url) is { } refusal)
        {
            fields.Refuse($"callback_url: {refusal}");
        }
        else if (!url.StartsWith("https://", StringComparison.Ordinal) && !(features.HasLoopbackWebhooks && WebhookAddress.IsLoopback(url)))
        {
            fields.Refuse("callback_url must be an https URL.");
        }

        return url;
    }

    private static void NeedsStreaming(MeetStreamFields fields, MeetStreamFields recording)
    {
        if (
            fields.Object("live_transcription_required").Text("webhook_url", MaxUrlLength) is not null
            && !MeetStreamTranscript.IsStreaming(MeetStreamTranscript.Provider(recording))
        )
        {
            fields.Refuse("live_transcription_required needs a streaming provider in recording_config.transcript.");
        }
    }

    private static void OneZoomToken(MeetStreamFields zoom)
    {
        if (zoom.Text("zak_url", MaxUrlLength) is not null && zoom.Text("obf_url", MaxUrlLength) is not null)
        {
            zoom.Refuse("zoom takes zak_url or obf_url, not both.");
        }
    }
}
