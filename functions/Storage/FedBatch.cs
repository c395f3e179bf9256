using Azure.Data.Tables;
using Usher.Bots;
using Usher.Meetings;

namespace Usher.Storage;

/// <summary>
/// What the feed keeps of the events that a meeting stream got in one transaction: where they are, and nothing of what they say. So what is
/// deleted there is gone from the feed as well.
/// </summary>
internal sealed record FedBatch(string BotId, MeetingKind Kind, int From, int To, DateTimeOffset At)
{
    public int Count => To - From + 1;

    /// <returns>Null: the row is an event of the bot's own stream.</returns>
    public static FedBatch? FromRow(TableEntity row) =>
        row.GetString("Kind") is { } kind
            ? new FedBatch(
                FedEvent.Bot(row),
                WireName.Parse<MeetingKind>(kind)!.Value,
                row.GetInt32("From")!.Value,
                row.GetInt32("To")!.Value,
                FedEvent.Time(row)
            )
            : null;

    public TableEntity ToRow(string partitionKey, string rowKey) =>
        new(partitionKey, rowKey)
        {
            ["BotId"] = BotId,
            ["Kind"] = WireName.Of(Kind),
            ["From"] = From,
            ["To"] = To,
            ["At"] = At,
        };
}
