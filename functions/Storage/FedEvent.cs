using Azure.Data.Tables;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>An event as feeds tell it.</summary>
/// <param name="Data">An object, or null: what the event says beyond its type.</param>
internal sealed record FedEvent(
    string BotId,
    int Sequence,
    string Type,
    string? SubType,
    string Actor,
    DateTimeOffset At,
    string OldState,
    string NewState,
    JsonText? Data
)
{
    public static FedEvent Of(BotId id, StoredEvent stored) =>
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

    public static FedEvent FromRow(TableEntity row) =>
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
