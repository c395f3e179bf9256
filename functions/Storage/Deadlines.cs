using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>The table <c>deadlines</c>, partitioned by minute and shard, so that passed deadlines come first.</summary>
internal sealed class Deadlines(TableClient table)
{
    public Task WriteAsync(Deadline deadline, CancellationToken cancellationToken) =>
        WriteAsync(deadline, failures: null, cancellationToken);

    /// <summary>Reschedules a bot that could not be checked.</summary>
    public Task PostponeAsync(StoredDeadline stored, DateTimeOffset until, CancellationToken cancellationToken) =>
        MoveAsync(stored, until, stored.Failures + 1, cancellationToken);

    /// <summary>Reschedules a bot that has been checked to <paramref name="dueAt"/>, or removes its deadline if null.</summary>
    public Task MoveAsync(StoredDeadline stored, DateTimeOffset? dueAt, CancellationToken cancellationToken) =>
        MoveAsync(stored, dueAt, failures: null, cancellationToken);

    /// <summary>Everything due by <paramref name="time"/>, oldest minute first. Rows that name no bot are skipped.</summary>
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

    /// <summary>Removes the row unless it has been written again since it was read: then it is a new deadline and stays.</summary>
    public async Task RemoveAsync(StoredDeadline stored, CancellationToken cancellationToken)
    {
        try
        {
            await table.DeleteEntityAsync(Partition(stored.Deadline), Row(stored.Deadline), stored.ETag, cancellationToken);
        }
        catch (RequestFailedException changed) when (changed.Status == 412)
        {
            // The new deadline stays.
        }
    }

    /// <summary>Whether two deadlines share the same row.</summary>
    private static bool ShareRow(Deadline one, Deadline other) => Partition(one) == Partition(other) && Row(one) == Row(other);

    /// <summary>Writes the new row before removing the old one, so that the bot always has one.</summary>
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
