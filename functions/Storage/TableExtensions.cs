using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Usher.Storage;

/// <summary>What rows and tables need beyond the SDK.</summary>
internal static class TableExtensions
{
    /// <summary>
    /// Creates the table where it does not exist. The SDK's own method for that serializes by reflection, which the command line has
    /// switched off.
    /// </summary>
    public static async Task EnsureAsync(this TableClient table, CancellationToken cancellationToken)
    {
        try
        {
            await table.CreateAsync(cancellationToken);
        }
        catch (RequestFailedException exists) when (exists.ErrorCode == TableErrorCode.TableAlreadyExists)
        {
            // As it should be.
        }
    }

    /// <summary>One point read.</summary>
    /// <returns>Null where there is no such row.</returns>
    /// <exception cref="RequestFailedException">The table does not exist, which the SDK reports like a missing row; or the service failed.</exception>
    public static async Task<TableEntity?> FindAsync(
        this TableClient table, string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(partitionKey, rowKey, select, cancellationToken);
        if (found.HasValue)
        {
            return found.Value;
        }

        var missing = new RequestFailedException(found.GetRawResponse());
        return missing.ErrorCode == TableErrorCode.TableNotFound ? throw missing : null;
    }

    /// <summary>The row's own columns: neither its keys nor what the service adds.</summary>
    public static IEnumerable<KeyValuePair<string, object>> Columns(this TableEntity row) =>
        row.Where(column => column.Key is not ("PartitionKey" or "RowKey" or "Timestamp" or "odata.etag"));

    /// <summary>The same row without its null columns. The service ignores a null; the emulator stores it, and a merge there erases what was stored.</summary>
    public static TableEntity WithoutNulls(this TableEntity row)
    {
        foreach (var (name, _) in row.Where(column => column.Value is null).ToList())
        {
            row.Remove(name);
        }

        return row;
    }
}
