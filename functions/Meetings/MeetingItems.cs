using System.Text.Json;
using Usher.Bots;

namespace Usher.Meetings;

/// <summary>Meeting events in the format of Attendee's API and webhooks.</summary>
internal static class MeetingItems
{
    /// <param name="speaker">As the meeting knows them: with the first reported name and the current role.</param>
    /// <param name="onlyText">Whether to write only the transcription's text, as webhooks do.</param>
    public static void Write(Utf8JsonWriter writer, MeetingEvent.Utterance utterance, Participant speaker, bool onlyText)
    {
        writer.WriteStartObject();
        writer.WriteString("speaker_name", speaker.Name);
        writer.WriteString("speaker_uuid", speaker.Uuid);
        writer.WriteString("speaker_user_uuid", speaker.UserUuid);
        writer.WriteBoolean("speaker_is_host", speaker.IsHost);
        writer.WriteNumber("timestamp_ms", utterance.TimestampMs);
        writer.WriteNumber("duration_ms", utterance.DurationMs);
        if (!onlyText || utterance.Transcription is null)
        {
            Raw(writer, "transcription", utterance.Transcription);
        }
        else
        {
            writer.WriteStartObject("transcription");
            writer.WriteString("transcript", TextOf(utterance));
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, BotId bot, int sequence, MeetingEvent.Presence presence, Participant participant)
    {
        writer.WriteStartObject();
        writer.WriteString("id", MeetingIds.OfPresence(bot, sequence));
        writer.WriteString("participant_name", participant.Name);
        writer.WriteString("participant_uuid", participant.Uuid);
        writer.WriteString("participant_user_uuid", participant.UserUuid);
        writer.WriteBoolean("participant_is_host", participant.IsHost);
        writer.WriteString("event_type", WireName.Of(presence.Type));
        Raw(writer, "event_data", presence.Data);
        writer.WriteNumber("timestamp_ms", presence.TimestampMs);
        writer.WriteEndObject();
    }

    /// <param name="sequence">The number of the message's first version: edits keep the id.</param>
    public static void Write(Utf8JsonWriter writer, BotId bot, int sequence, MeetingEvent.ChatMessage message, Participant sender)
    {
        // Attendee keeps whole seconds.
        var seconds = message.TimestampMs / 1000;
        writer.WriteStartObject();
        writer.WriteString("id", MeetingIds.OfChatMessage(bot, sequence));
        writer.WriteString("text", message.Text);
        writer.WriteNumber("timestamp_ms", seconds * 1000);
        writer.WriteNumber("timestamp", seconds);
        writer.WriteString("to", WireName.Of(message.To));
        writer.WriteString("sender_name", sender.Name);
        writer.WriteString("sender_uuid", sender.Uuid);
        writer.WriteString("sender_user_uuid", sender.UserUuid);
        Raw(writer, "additional_data", message.AdditionalData);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, BotId bot, Participant participant)
    {
        writer.WriteStartObject();
        writer.WriteString("id", MeetingIds.OfParticipant(bot, participant.Uuid));
        writer.WriteString("name", participant.Name);
        writer.WriteString("uuid", participant.Uuid);
        writer.WriteString("user_uuid", participant.UserUuid);
        writer.WriteBoolean("is_host", participant.IsHost);
        writer.WriteEndObject();
    }

    /// <returns>The transcribed text; empty if nothing was understood.</returns>
    public static string TextOf(MeetingEvent.Utterance utterance) =>
        utterance.Transcription is { } transcription
        && transcription.Element is { ValueKind: JsonValueKind.Object } value
        && value.TryGetProperty("transcript", out var text)
        && text.ValueKind == JsonValueKind.String
            ? text.GetString()!
            : "";

    /// <summary>Stored JSON is known to be valid.</summary>
    private static void Raw(Utf8JsonWriter writer, string name, JsonText? json)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(json?.Text ?? "null", skipInputValidation: true);
    }
}
