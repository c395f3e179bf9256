using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Usher.Bots;
using Usher.Storage.Tables;

namespace Usher.Storage;

/// <summary>A bot that was to be looked at by <paramref name="DueAt"/>. A stale row is harmless: the bot is looked at and nothing is due.</summary>
internal sealed record Deadline(string Project, BotId Bot, DateTimeOffset DueAt);

/// <summary>The table <c>deadlines</c>: partitions by minute and shard, so that what has passed stands together at its beginning.</summary>
internal sealed class Deadlines(TableClient table)
{
    public Task WriteAsync(Deadline deadline, CancellationToken cancellationToken) =>
        table.UpsertEntityAsync(
            new TableEntity(Partition(deadline), Row(deadline)) { ["DueAt"] = deadline.DueAt }, TableUpdateMode.Replace, cancellationToken);

    /// <summary>Everything that was due by <paramref name="time"/>, oldest first.</summary>
    public async IAsyncEnumerable<Deadline> PassedAsync(DateTimeOffset time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in table.QueryAsync($"PartitionKey lt '{Minute(time)}~'", cancellationToken: cancellationToken))
        {
            var dueAt = row.GetDateTimeOffset("DueAt")!.Value;
            if (dueAt <= time)
            {
                var parts = row.RowKey.Split('|');
                yield return new Deadline(parts[0], BotId.Parse(parts[1]), dueAt);
            }
        }
    }

    public Task RemoveAsync(Deadline deadline, CancellationToken cancellationToken) =>
        table.DeleteEntityAsync(Partition(deadline), Row(deadline), ETag.All, cancellationToken);

    /// <summary>Both would be the same row.</summary>
    public static bool ShareRow(Deadline one, Deadline other) => Partition(one) == Partition(other) && Row(one) == Row(other);

    private static string Minute(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture);

    private static string Partition(Deadline deadline) => string.Create(CultureInfo.InvariantCulture, $"{Minute(deadline.DueAt)}-{deadline.Bot.Shard}");

    private static string Row(Deadline deadline) => $"{deadline.Project}|{deadline.Bot}";
}
