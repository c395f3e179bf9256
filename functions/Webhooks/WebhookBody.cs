using System.Buffers;
using System.Text.Json;
using Usher.Bots;
using Usher.Bots.Webhooks;
using Usher.Meetings;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Webhooks;

/// <summary>
/// What is sent, in canonical form. A pure function of the bot's stream: metadata is that of the event, whenever it is told.
/// </summary>
internal static class WebhookBody
{
    /// <summary>Characters of what a runner adds to an event. A row that holds the body takes no more than twice that.</summary>
    private const int MaxEventMetadata = 200_000;

    /// <summary>Beyond what any stored event has: the body puts two levels around it.</summary>
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 256 };

    /// <param name="after">The bot as it is after the event.</param>
    /// <param name="id">The delivery's.</param>
    public static string StateChange(Bot after, StoredEvent stored, Guid id) =>
        Write(writer =>
        {
            writer.WriteString("idempotency_key", id);
            writer.WriteString("bot_id", after.Id.ToString());

            // Who is told that the data is deleted is not told the data.
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

            // That of the stream, as the feed shows it: who is told of 4 after 2 reads there what 3 was.
            writer.WriteNumber("sequence_number", stored.Sequence);
            writer.WriteEndObject();
        });

    /// <param name="bot">As it is now.</param>
    /// <param name="id">The delivery's.</param>
    public static string OfMeeting(Bot bot, string trigger, Guid id, ToldMeetingEvent told) =>
        Write(writer =>
        {
            writer.WriteString("idempotency_key", id);
            writer.WriteString("bot_id", bot.Id.ToString());
            Raw(writer, "bot_metadata", bot.Metadata?.Text ?? "null");
            writer.WriteString("trigger", trigger);
            writer.WritePropertyName("data");
            told.Write(writer, bot.Id);
        });

    /// <summary>In MeetStream's form, and beside that what tells deliveries apart and puts them in order.</summary>
    /// <param name="after">The bot as it is after the event.</param>
    /// <param name="id">The delivery's.</param>
    /// <returns>Null where MeetStream has no name for the event.</returns>
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

    /// <summary>Tells nothing but that it arrives.</summary>
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

    // The JSON is valid as it is stored.
    private static void Raw(Utf8JsonWriter writer, string name, string json)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(json, skipInputValidation: true);
    }
}
