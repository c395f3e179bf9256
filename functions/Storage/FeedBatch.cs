using Azure.Data.Tables;
using Usher.Bots;
using Usher.Meetings;

namespace Usher.Storage;

/// <summary>
/// What the feed stores of the meeting events of one transaction: a reference without their content. So events deleted from the stream are
/// gone from the feed too.
/// </summary>
internal sealed record FeedBatch(string BotId, MeetingKind Kind, int From, int To, DateTimeOffset At)
{
    public int Count => To - From + 1;

    /// <returns>Null if the row is an event of the bot's own stream.</returns>
    public static FeedBatch? FromRow(TableEntity row) =>
        row.GetString("Kind") is { } kind
            ? new FeedBatch(
                FeedEvent.Bot(row),
                WireName.Parse<MeetingKind>(kind)!.Value,
                row.GetInt32("From")!.Value,
                row.GetInt32("To")!.Value,
                FeedEvent.Time(row)
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
