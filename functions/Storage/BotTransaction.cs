using System.Text.Json;
using Azure.Data.Tables;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>
/// The operations of one append. The service reports only the first that fails, so the most specific come first: the answer, the report's
/// mark, the deduplication claim, the events, then the head. The feed's rows come last, because they cannot fail.
/// </summary>
internal static class BotTransaction
{
    public static IReadOnlyList<TableTransactionAction> Of(StreamAppend append)
    {
        var bot = append.After;
        var partition = StreamRows.Partition(bot.Project, bot.Id);
        List<TableTransactionAction> actions = append.Answer is { } answer ? [answer] : [];
        if (append.ReportId is { } report)
        {
            actions.Add(Add(new TableEntity(partition, StreamRows.Report(bot.Id, report)) { ["Sequence"] = append.From }));
        }

        if (bot.DeduplicationKey is { } key && append.Before is null)
        {
            actions.Add(Add(new TableEntity(partition, StreamRows.DeduplicationKey(key)) { ["BotId"] = bot.Id.ToString() }));
        }

        actions.AddRange(append.Events.Select(stored => Add(StoredEvents.ToRow(bot.Project, bot.Id, stored))));
        actions.Add(
            append.Before is { } before
                ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, Head(bot, append.Commit), before.ETag)
                : Add(Head(bot, append.Commit))
        );

        if (bot.DeduplicationKey is { } held && append.Before is { Bot.State.IsTerminal: false } && bot.State.IsTerminal)
        {
            actions.Add(
                new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(partition, StreamRows.DeduplicationKey(held)))
            );
        }

        actions.AddRange(
            append.Events.Select(stored =>
                Add(FeedEvent.Of(bot.Id, stored).ToRow(partition, StreamRows.Unnumbered(bot.Id, stored.Sequence)))
            )
        );
        return actions;
    }

    public static AppendResult Conflict(StreamAppend append, IReadOnlyList<TableTransactionAction> actions, int? failed)
    {
        var row = failed is { } index && index < actions.Count ? actions[index].Entity.RowKey : null;
        return row switch
        {
            not null when row == append.Answer?.Entity.RowKey => AppendResult.AlreadyAnswered,
            not null when append.ReportId is { } report && row == StreamRows.Report(append.After.Id, report) =>
                AppendResult.AlreadyReported,
            not null when append.Before is null && append.After.DeduplicationKey is { } key && row == StreamRows.DeduplicationKey(key) =>
                AppendResult.DeduplicationKeyInUse,
            _ => AppendResult.Stale,
        };
    }

    /// <summary>The projection's row, with the transaction that wrote its last event.</summary>
    public static TableEntity Head(Bot bot, string commit)
    {
        var row = new TableEntity(StreamRows.Partition(bot.Project, bot.Id), StreamRows.Head(bot.Id))
        {
            ["Version"] = bot.Version,
            ["State"] = bot.State.Name,
            ["JoinAt"] = bot.IsScheduled ? bot.JoinAt : null,
            ["MeetingUrl"] = bot.MeetingUrl,
            ["DeduplicationKey"] = bot.DeduplicationKey,
            ["CreatedAt"] = bot.CreatedAt,
            ["Commit"] = commit,
        };
        row.SetLargeText("Snapshot", JsonSerializer.Serialize(bot, BotJson.Default.Bot));
        return row.WithoutNulls();
    }

    private static TableTransactionAction Add(TableEntity row) => new(TableTransactionActionType.Add, row);
}
