using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Usher.Storage;

/// <summary>Row and table operations that the SDK lacks.</summary>
internal static class TableExtensions
{
    /// <summary>The most operations in a transaction.</summary>
    private const int MaxOperations = 100;

    /// <summary>
    /// Creates the table if it does not exist. The SDK's own method serializes by reflection, which is disabled in the command-line tool.
    /// </summary>
    public static async Task EnsureAsync(this TableClient table, CancellationToken cancellationToken)
    {
        try
        {
            await table.CreateAsync(cancellationToken);
        }
        catch (RequestFailedException exists) when (exists.ErrorCode == TableErrorCode.TableAlreadyExists)
        {
            // The table already exists.
        }
    }

    /// <summary>One point read.</summary>
    /// <returns>Null if there is no such row.</returns>
    /// <exception cref="RequestFailedException">
    /// The table does not exist, which the SDK reports like a missing row, or the service failed.
    /// </exception>
    public static async Task<TableEntity?> FindAsync(
        this TableClient table,
        string partitionKey,
        string rowKey,
        IEnumerable<string>? select = null,
        CancellationToken cancellationToken = default
    )
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(partitionKey, rowKey, select, cancellationToken);
        if (found.HasValue)
        {
            return found.Value;
        }

        var missing = new RequestFailedException(found.GetRawResponse());
        return missing.ErrorCode == TableErrorCode.TableNotFound ? throw missing : null;
    }

    /// <summary>The row's own columns, without its keys and system properties.</summary>
    public static IEnumerable<KeyValuePair<string, object>> Columns(this TableEntity row) =>
        row.Where(column => column.Key is not ("PartitionKey" or "RowKey" or "Timestamp" or "odata.etag"));

    /// <summary>A new row with the same keys and columns but no ETag.</summary>
    public static TableEntity Copy(this TableEntity row)
    {
        var copy = new TableEntity(row.PartitionKey, row.RowKey);
        foreach (var (name, value) in row.Columns())
        {
            copy[name] = value;
        }

        return copy;
    }

    public static bool DeepEquals(this TableEntity row, TableEntity other)
    {
        var columns = row.Columns().ToDictionary(StringComparer.Ordinal);
        return columns.Count == other.Columns().Count()
            && other.Columns().All(column => columns.TryGetValue(column.Key, out var value) && Equals(value, column.Value));
    }

    /// <summary>The rows of a partition whose keys start with <paramref name="prefix"/>, which must end in |.</summary>
    public static IAsyncEnumerable<TableEntity> RangeAsync(
        this TableClient table,
        string partition,
        string prefix,
        CancellationToken cancellationToken,
        IEnumerable<string>? select = null
    ) =>
        table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {prefix} and RowKey lt {StreamRows.Behind(prefix)}"),
            select: select,
            cancellationToken: cancellationToken
        );

    /// <summary>Removes any number of rows of one partition; rows that are already gone are ignored.</summary>
    public static async Task RemoveAsync(this TableClient table, IAsyncEnumerable<TableEntity> rows, CancellationToken cancellationToken)
    {
        await foreach (var some in rows.Chunk(MaxOperations).WithCancellation(cancellationToken))
        {
            try
            {
                await table.SubmitTransactionAsync(
                    some.Select(row => new TableEntity(row.PartitionKey, row.RowKey))
                        .Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)),
                    cancellationToken
                );
            }
            catch (TableTransactionFailedException missing)
                when (missing.Status == 404 && missing.ErrorCode != TableErrorCode.TableNotFound)
            {
                foreach (var row in some)
                {
                    await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
                }
            }
        }
    }

    /// <summary>
    /// Removes the row's null columns. The service ignores nulls, but the emulator stores them, and a merge there erases the stored value.
    /// </summary>
    public static TableEntity WithoutNulls(this TableEntity row)
    {
        foreach (var (name, _) in row.Where(column => column.Value is null).ToList())
        {
            row.Remove(name);
        }

        return row;
    }
}
