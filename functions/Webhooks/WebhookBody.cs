using System.Buffers;
using System.Text.Json;
using Usher.Bots;
using Usher.Bots.Webhooks;
using Usher.Meetings;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Webhooks;

/// <summary>
/// Writes webhook bodies as canonical JSON. A pure function of the bot's stream: the metadata is that of the event, whenever it is
/// delivered.
/// </summary>
internal static class WebhookBody
{
    /// <summary>The longest event metadata from a runner, in characters. The row that stores the body needs at most twice that.</summary>
    private const int MaxEventMetadata = 200_000;

    /// <summary>Deeper than any stored event: the body adds two levels.</summary>
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 256 };

    /// <param name="after">The bot as it is after the event.</param>
    /// <param name="id">The delivery's id.</param>
    public static string StateChange(Bot after, StoredEvent stored, Guid id) =>
        Write(writer =>
        {
            writer.WriteString("idempotency_key", id);
            writer.WriteString("bot_id", after.Id.ToString());

            // The notification that data was deleted must not contain the data.
            Raw(writer, "bot_metadata", after.State == BotState.DataDeleted ? "null" : after.Metadata?.Text ?? "null");
            writer.WriteString("trigger", WebhookSubscription.StateChange);
            writer.WriteStartObject("data");
            writer.WriteString("new_state", stored.NewState.Name);
            writer.WriteString("old_state", stored.OldState.Name);
            writer.WriteString("created_at", WireTime.Format(stored.Event.At));
            writer.WriteString("event_type", stored.Event.Type.Name);
            writer.WriteString("event_sub_type", stored.Event.SubType);
            Raw(
                writer,
                "event_metadata",
                stored.Event is BotEvent.Transitioned { Data.Text: { Length: <= MaxEventMetadata } data } ? data : "{}"
            );

            // The stream's number, as in the feed: a receiver that gets 4 after 2 can look up 3 there.
            writer.WriteNumber("sequence_number", stored.Sequence);
            writer.WriteEndObject();
        });

    /// <param name="bot">The bot as it is now.</param>
    /// <param name="id">The delivery's id.</param>
    public static string OfMeeting(Bot bot, string trigger, Guid id, PublishedMeetingEvent told) =>
        Write(writer =>
        {
            writer.WriteString("idempotency_key", id);
            writer.WriteString("bot_id", bot.Id.ToString());
            Raw(writer, "bot_metadata", bot.Metadata?.Text ?? "null");
            writer.WriteString("trigger", trigger);
            writer.WritePropertyName("data");
            told.Write(writer, bot.Id);
        });

    /// <summary>MeetStream's format, with an idempotency key and a sequence number added.</summary>
    /// <param name="after">The bot as it is after the event.</param>
    /// <param name="id">The delivery's id.</param>
    /// <returns>Null if MeetStream has no name for the event.</returns>
    public static string? MeetStream(Bot after, StoredEvent stored, Guid id) =>
        MeetStreamEvent.Of(after, stored) is not { } told
            ? null
            : Write(writer =>
            {
                writer.WriteString("event", told.Name);
                writer.WriteString("bot_event", told.Reason);
                writer.WriteString("bot_id", after.Id.ToString());
                writer.WriteString("bot_status", MeetStreamStatus.Of(after));
                writer.WriteString("message", told.Message);
                writer.WriteNumber("status_code", told.StatusCode);
                writer.WriteString("timestamp", WireTime.Format(stored.Event.At));
                Raw(writer, "custom_attributes", after.State == BotState.DataDeleted ? "{}" : after.Metadata?.Text ?? "{}");
                writer.WriteString("idempotency_key", id);
                writer.WriteNumber("sequence_number", stored.Sequence);
            });

    /// <summary>Carries no event; it only proves that deliveries arrive.</summary>
    public static string Test(Guid id, DateTimeOffset now) =>
        Write(writer =>
        {
            writer.WriteString("idempotency_key", id);
            writer.WriteNull("bot_id");
            writer.WriteNull("bot_metadata");
            writer.WriteString("trigger", "webhook.test");
            writer.WriteStartObject("data");
            writer.WriteString("created_at", WireTime.Format(now));
            writer.WriteEndObject();
        });

    private static string Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory, Deep);
        return CanonicalJson.Of(document.RootElement);
    }

    // Stored JSON is known to be valid.
    private static void Raw(Utf8JsonWriter writer, string name, string json)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(json, skipInputValidation: true);
    }
}
