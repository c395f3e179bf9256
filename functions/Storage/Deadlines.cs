using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>A bot that was to be looked at by <paramref name="DueAt"/>. A stale row is harmless: the bot is looked at and nothing is due.</summary>
internal sealed record Deadline(string Project, BotId Bot, DateTimeOffset DueAt);

/// <summary>A deadline as it was read, and the ETag that guards its removal.</summary>
internal sealed record StoredDeadline(Deadline Deadline, ETag ETag);

/// <summary>The table <c>deadlines</c>: partitions by minute and shard, so that what has passed stands together at its beginning.</summary>
internal sealed class Deadlines(TableClient table)
{
    public Task WriteAsync(Deadline deadline, CancellationToken cancellationToken) =>
        table.UpsertEntityAsync(
            new TableEntity(Partition(deadline), Row(deadline)) { ["DueAt"] = deadline.DueAt }, TableUpdateMode.Replace, cancellationToken);

    /// <summary>Everything that was due by <paramref name="time"/>, the oldest minute first.</summary>
    public async IAsyncEnumerable<StoredDeadline> PassedAsync(
        DateTimeOffset time, [EnumeratorCancellation] CancellationToken cancellationToken, int? maxPerPage = null)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey lt {Minute(time) + "~"} and DueAt le {time}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, maxPerPage, cancellationToken: cancellationToken))
        {
            var parts = row.RowKey.Split('|');
            yield return new StoredDeadline(new Deadline(parts[0], BotId.Parse(parts[1]), row.GetDateTimeOffset("DueAt")!.Value), row.ETag);
        }
    }

    /// <summary>A row that has been written again since it was read is a new deadline, and stays.</summary>
    public async Task RemoveAsync(StoredDeadline stored, CancellationToken cancellationToken)
    {
        try
        {
            await table.DeleteEntityAsync(Partition(stored.Deadline), Row(stored.Deadline), stored.ETag, cancellationToken);
        }
        catch (RequestFailedException changed) when (changed.Status == 412)
        {
            // It stays.
        }
    }

    /// <summary>Both would be the same row.</summary>
    public static bool ShareRow(Deadline one, Deadline other) => Partition(one) == Partition(other) && Row(one) == Row(other);

    private static string Minute(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture);

    private static string Partition(Deadline deadline) => string.Create(CultureInfo.InvariantCulture, $"{Minute(deadline.DueAt)}-{deadline.Bot.Shard}");

    private static string Row(Deadline deadline) => $"{deadline.Project}|{deadline.Bot}";
}
