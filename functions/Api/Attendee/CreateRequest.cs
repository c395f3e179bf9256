using System.Text.Json;
using System.Text.Json.Nodes;
using Usher.Api.Validation;
using Usher.Bots;
using Usher.Storage;
using Usher.Webhooks;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary>A validated create request.</summary>
/// <param name="LateRefusal">An error that Attendee detects only after it has checked the deduplication key: a key in use takes precedence.
/// Null if there is none.</param>
internal sealed record CreateRequest(BotDetails Details, BotFile? Image, string? LateRefusal)
{
    private const int MaxWebhooks = 2;
    private const int MaxWebhookUrlLength = 2048;

    public static (CreateRequest? Request, HttpResult? Refusal) Read(
        JsonElement root,
        string project,
        DateTimeOffset now,
        RunnerFeatures features
    )
    {
        var fields = new BodyFields(root);
        if (fields["calendar_event_id"] is var calendarEvent && IsTruthy(calendarEvent))
        {
            // There are no calendars, so the event cannot exist. Attendee checks this before anything else.
            return (
                null,
                AttendeeAnswer.Error(
                    400,
                    $"Calendar event with id {FieldErrors.Quote(PythonText.Str(calendarEvent))} does not exist in this project."
                )
            );
        }

        // In the order in which Attendee reports errors.
        var meetingUrl = fields.Read("meeting_url", BotFields.MeetingUrl, required: true);
        var botName = fields.Read("bot_name", BotFields.BotName, required: true);
        var image = fields.Read("bot_image", BotImageField.Check);
        var metadata = fields.Read("metadata", MetadataField.Check);
        var chatMessage = fields.Read("bot_chat_message", ChatMessageField.Check);
        var joinAt = fields.Read("join_at", value => BotFields.JoinAt(value, now));
        _ = fields.Read("calendar_event_id", BotFields.CalendarEvent);
        var deduplicationKey = fields.Read("deduplication_key", BotFields.DeduplicationKey);
        var settings = new SettingsBuilder();
        BotFields.ReadSettings(fields, SettingsGroups.All, Context(fields, meetingUrl, features), settings);
        settings.Add("bot_image", image?.Reference);
        settings.Add("bot_chat_message", chatMessage is null ? null : JsonText.Of(chatMessage));
        var all = settings.Build();
        BotFields.Bound(fields, all);
        Webhooks(fields);
        if (fields.Errors.IsEmpty && fields.Names.Except(BotFields.All).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } unknown)
        {
            fields.Errors.Add(
                FieldErrors.NonField,
                new JsonArray(
                    $"Unexpected field(s): {FieldErrors.Quote(string.Join(", ", unknown))}. Allowed fields are: "
                        + $"{string.Join(", ", BotFields.All)}"
                )
            );
        }

        if (!fields.Errors.IsEmpty)
        {
            return (null, AttendeeAnswer.Invalid(fields.Errors));
        }

        if (fields[SettingsGroups.ExternalMediaStorage.Name].ValueKind == JsonValueKind.Object && !features.HasExternalMediaStorage)
        {
            var place = features.CredentialsUrl is { } url ? $" at {url}" : "";
            return (
                null,
                AttendeeAnswer.Error(
                    400,
                    "External media storage credentials are required to upload recordings to an external storage bucket. "
                        + $"Please add external media storage credentials{place}."
                )
            );
        }

        var details = new BotDetails
        {
            Project = project,
            MeetingUrl = meetingUrl!.Text,
            BotName = botName!,
            JoinAt = joinAt,
            Metadata = metadata,
            DeduplicationKey = deduplicationKey,
            Settings = all,
        };
        return (new CreateRequest(details, image, UnknownParticipant(chatMessage) ?? TooManyWebhooks(fields)), null);
    }

    private static SettingsContext Context(BodyFields fields, MeetingUrl? meetingUrl, RunnerFeatures features)
    {
        var zoom = fields["zoom_settings"];
        var isWeb = zoom.ValueKind == JsonValueKind.Object && SafeText.TryGet(zoom, "sdk", out var sdk) && PythonText.Str(sdk) == "web";
        return new SettingsContext(meetingUrl?.Type, isWeb, features);
    }

    /// <summary>Before the bot has joined, the meeting has no known participants.</summary>
    private static string? UnknownParticipant(JsonObject? message) =>
        message is not null && ChatMessageField.Recipient(message) is { } uuid ? ChatMessageField.UnknownRecipient(uuid) : null;

    private static string? TooManyWebhooks(BodyFields fields)
    {
        HashSet<string> urls = new(StringComparer.Ordinal);
        foreach (var url in WebhookUrls(fields))
        {
            if (urls.Contains(url))
            {
                return "URL already subscribed for this bot";
            }

            if (urls.Count == MaxWebhooks)
            {
                return "You have reached the maximum number of webhooks for a single bot";
            }

            urls.Add(url);
        }

        return null;
    }

    private static void Webhooks(BodyFields fields)
    {
        if (!fields.Errors.IsEmpty)
        {
            return;
        }

        var urls = WebhookUrls(fields).ToList();
        var wrong = urls.Exists(url => url.Length > MaxWebhookUrlLength)
            ? $"Ensure that every url has no more than {MaxWebhookUrlLength} characters."
            : urls.Select(WebhookAddress.Refusal).FirstOrDefault(refusal => refusal is not null);
        if (wrong is not null)
        {
            fields.Errors.Add(SettingsGroups.Webhooks.Name, new JsonArray(wrong));
        }
    }

    /// <summary>Requires a body whose webhooks are valid.</summary>
    public static IEnumerable<string> WebhookUrls(BodyFields fields) =>
        fields[SettingsGroups.Webhooks.Name] is { ValueKind: JsonValueKind.Array } webhooks
            ? webhooks.EnumerateArray().Select(webhook => webhook.GetProperty("url").GetString()!)
            : [];

    private static bool IsTruthy(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => SafeText.Of(value).Length > 0,
            JsonValueKind.Number => value.GetDouble() != 0,
            JsonValueKind.Array => value.GetArrayLength() > 0,
            JsonValueKind.Object => value.EnumerateObject().Any(),
            JsonValueKind.True => true,
            _ => false,
        };
}
