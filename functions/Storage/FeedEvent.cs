using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Usher.Bots;
using Usher.Meetings;

namespace Usher.Storage;

/// <summary>An event as feeds show it: of a bot's own stream or of its meeting stream.</summary>
/// <param name="Sequence">The number in its stream.</param>
/// <param name="Data">An object with what the event says beyond its type, or null.</param>
internal sealed record FeedEvent(
    string BotId,
    int Sequence,
    string Type,
    string? SubType,
    string Actor,
    DateTimeOffset At,
    string? OldState,
    string? NewState,
    JsonText? Data
)
{
    private static readonly JsonWriterOptions AsJsonText = new() { Encoder = BotJson.Relaxed.Options.Encoder };

    /// <summary>Null for an event of the bot's own stream. Meeting events have no states.</summary>
    public PublishedMeetingEvent? OfMeeting { get; init; }

    public static FeedEvent Of(BotId id, StoredEvent stored) =>
        new(
            id.ToString(),
            stored.Sequence,
            stored.Event.Type.Name,
            stored.Event.SubType,
            stored.Event.Actor.Name,
            stored.Event.At,
            stored.OldState.Name,
            stored.NewState.Name,
            EventData.Of(stored.Event)
        );

    public static FeedEvent Of(BotId id, PublishedMeetingEvent told)
    {
        using var data = new MemoryStream();
        using (var writer = new Utf8JsonWriter(data, AsJsonText))
        {
            told.Write(writer, id);
        }

        return new FeedEvent(
            id.ToString(),
            told.Stored.Sequence,
            told.Stored.Event.Trigger,
            SubType: null,
            Usher.Bots.Actor.Runner.Name,
            told.Stored.At,
            OldState: null,
            NewState: null,
            new JsonText(Encoding.UTF8.GetString(data.GetBuffer(), 0, (int)data.Length))
        )
        {
            OfMeeting = told,
        };
    }

    public static FeedEvent FromRow(TableEntity row) =>
        new(
            Bot(row),
            row.GetInt32("Sequence")!.Value,
            row.GetString("Type")!,
            row.GetString("SubType"),
            row.GetString("Actor")!,
            Time(row),
            row.GetString("OldState")!,
            row.GetString("NewState")!,
            row.GetLargeText("Data") is { } data ? new JsonText(data) : null
        );

    public static string Bot(TableEntity row) => row.GetString("BotId")!;

    public static DateTimeOffset Time(TableEntity row) => row.GetDateTimeOffset("At")!.Value;

    public TableEntity ToRow(string partitionKey, string rowKey)
    {
        var row = new TableEntity(partitionKey, rowKey)
        {
            ["BotId"] = BotId,
            ["Sequence"] = Sequence,
            ["Type"] = Type,
            ["SubType"] = SubType,
            ["Actor"] = Actor,
            ["At"] = At,
            ["OldState"] = OldState,
            ["NewState"] = NewState,
        };
        if (Data is { } data)
        {
            row.SetLargeText("Data", data.Text);
        }

        return row.WithoutNulls();
    }
}
