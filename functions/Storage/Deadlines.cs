using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>The table <c>deadlines</c>: partitions by minute and shard, so that what has passed stands together at its beginning.</summary>
internal sealed class Deadlines(TableClient table)
{
    public Task WriteAsync(Deadline deadline, CancellationToken cancellationToken) =>
        WriteAsync(deadline, failures: null, cancellationToken);

    /// <summary>Its bot could not be looked at, and is to be looked at again.</summary>
    public Task PostponeAsync(StoredDeadline stored, DateTimeOffset until, CancellationToken cancellationToken) =>
        MoveAsync(stored, until, stored.Failures + 1, cancellationToken);

    /// <summary>Its bot has been looked at, and is to be looked at again by <paramref name="dueAt"/>; null: it is not.</summary>
    public Task MoveAsync(StoredDeadline stored, DateTimeOffset? dueAt, CancellationToken cancellationToken) =>
        MoveAsync(stored, dueAt, failures: null, cancellationToken);

    /// <summary>
    /// Everything that was due by <paramref name="time"/>, the oldest minute first. A row that names no bot is nobody's: it is left out.
    /// </summary>
    public async IAsyncEnumerable<StoredDeadline> PassedAsync(
        DateTimeOffset time,
        [EnumeratorCancellation] CancellationToken cancellationToken,
        int? maxPerPage = null
    )
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey lt {Minute(time) + "~"} and DueAt le {time}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, maxPerPage, cancellationToken: cancellationToken))
        {
            if (row.RowKey.Split('|') is [var project, var id] && BotId.TryParse(id, out var bot))
            {
                var deadline = new Deadline(project, bot, row.GetDateTimeOffset("DueAt")!.Value);
                yield return new StoredDeadline(deadline, row.ETag, row.GetInt32("Failures") ?? 0);
            }
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
    private static bool ShareRow(Deadline one, Deadline other) => Partition(one) == Partition(other) && Row(one) == Row(other);

    /// <summary>The new row is written before the old one goes, so that there is no moment without one.</summary>
    private async Task MoveAsync(StoredDeadline stored, DateTimeOffset? dueAt, int? failures, CancellationToken cancellationToken)
    {
        if (dueAt is { } time)
        {
            var later = stored.Deadline with { DueAt = time };
            await WriteAsync(later, failures, cancellationToken);
            if (ShareRow(stored.Deadline, later))
            {
                return;
            }
        }

        await RemoveAsync(stored, cancellationToken);
    }

    private async Task WriteAsync(Deadline deadline, int? failures, CancellationToken cancellationToken)
    {
        var row = new TableEntity(Partition(deadline), Row(deadline)) { ["DueAt"] = deadline.DueAt, ["Failures"] = failures };
        await table.UpsertEntityAsync(row.WithoutNulls(), TableUpdateMode.Replace, cancellationToken);
    }

    private static string Minute(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture);

    private static string Partition(Deadline deadline) =>
        string.Create(CultureInfo.InvariantCulture, $"{Minute(deadline.DueAt)}-{deadline.Bot.Shard}");

    private static string Row(Deadline deadline) => $"{deadline.Project}|{deadline.Bot}";
}
