using System.Globalization;
using Azure.Data.Tables;
using Usher.Bots;
using Usher.Meetings;

namespace Usher.Storage;

/// <summary>Events of meeting streams and their participants as rows of the table <c>bots</c>.</summary>
internal static class MeetingRows
{
    public static TableEntity Of(string project, BotId bot, StoredMeetingEvent stored)
    {
        var next = stored.Event;
        var row = new TableEntity(StreamRows.Partition(project, bot), StreamRows.MeetingEvent(bot, next.Kind, stored.Sequence))
        {
            ["At"] = stored.At,
            ["Commit"] = stored.Commit,
            ["TimestampMs"] = next.TimestampMs,
        };
        AddParticipant(row, next.Participant);
        switch (next)
        {
            case MeetingEvent.Utterance utterance:
                row["DurationMs"] = utterance.DurationMs;
                row["Source"] = utterance.SourceId;
                AddText(row, "Transcription", utterance.Transcription?.Text);
                break;
            case MeetingEvent.Presence presence:
                row["Type"] = WireName.Of(presence.Type);
                AddText(row, "Data", presence.Data.Text);
                break;
            case MeetingEvent.ChatMessage message:
                row["To"] = WireName.Of(message.To);
                row["Source"] = message.SourceId;
                AddText(row, "Text", message.Text);
                AddText(row, "Data", message.AdditionalData.Text);
                break;
        }

        return row.WithoutNulls();
    }

    public static StoredMeetingEvent Event(TableEntity row)
    {
        var (participant, at) = (Participant(row), row.GetInt64("TimestampMs")!.Value);
        MeetingEvent next = WireName.Parse<MeetingKind>(row.RowKey[..row.RowKey.IndexOf('|', StringComparison.Ordinal)]) switch
        {
            MeetingKind.Utterance => new MeetingEvent.Utterance(
                participant,
                at,
                row.GetInt64("DurationMs")!.Value,
                Json(row, "Transcription"),
                row.GetString("Source")
            ),
            MeetingKind.Participant => new MeetingEvent.Presence(
                participant,
                at,
                WireName.Parse<ParticipantEventType>(row.GetString("Type")!)!.Value,
                Json(row, "Data")!.Value
            ),
            MeetingKind.Chat => new MeetingEvent.ChatMessage(
                participant,
                at,
                row.GetLargeText("Text")!,
                WireName.Parse<ChatRecipient>(row.GetString("To")!)!.Value,
                Json(row, "Data")!.Value,
                row.GetString("Source")
            ),
            _ => throw new InvalidDataException($"Row {row.RowKey} is not an event of a meeting."),
        };
        return new StoredMeetingEvent(Sequence(row), row.GetDateTimeOffset("At")!.Value, row.GetString("Commit")!, next);
    }

    public static TableEntity Of(string project, BotId bot, KnownParticipant known)
    {
        var row = new TableEntity(StreamRows.Partition(project, bot), StreamRows.Person(bot, known.Participant.Uuid))
        {
            ["Number"] = known.Number,
        };
        AddParticipant(row, known.Participant);
        return row.WithoutNulls();
    }

    public static KnownParticipant Known(TableEntity row) => new(row.GetInt32("Number")!.Value, Participant(row));

    private static int Sequence(TableEntity row) =>
        int.Parse(row.RowKey.AsSpan(row.RowKey.LastIndexOf('|') + 1), CultureInfo.InvariantCulture);

    private static void AddParticipant(TableEntity row, Participant participant)
    {
        row["Uuid"] = participant.Uuid;
        row["UserUuid"] = participant.UserUuid;
        row["Name"] = participant.Name;
        row["IsHost"] = participant.IsHost;
        row["IsBot"] = participant.IsBot;
    }

    private static Participant Participant(TableEntity row) =>
        new(
            row.GetString("Uuid")!,
            row.GetString("UserUuid"),
            row.GetString("Name"),
            row.GetBoolean("IsHost")!.Value,
            row.GetBoolean("IsBot")!.Value
        );

    private static void AddText(TableEntity row, string name, string? text)
    {
        if (text is not null)
        {
            row.SetLargeText(name, text);
        }
    }

    private static JsonText? Json(TableEntity row, string name) => row.GetLargeText(name) is { } text ? new JsonText(text) : null;
}
