using System.Buffers;
using System.Text.Json;
using Azure;
using Azure.Core;

namespace Usher.Storage.Tables;

/// <summary>
/// The service's limits, checked before anything is sent: the emulator takes what Azure refuses, and one malformed operation spoils its transactions.
/// Sources: "Understanding the Table service data model", "Performing entity group transactions".
/// </summary>
internal static class TableRules
{
    private const int MaxKeyLength = 512;
    private const int MaxProperties = 252;
    private const int MaxOperations = 100;

    public static string ValidTableName(string name) =>
        name.Length is >= 3 and <= 63 && char.IsAsciiLetterLower(name[0]) && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))
            ? name
            : throw new ArgumentException($"'{name}' is no table name: 3 to 63 lower-case letters and digits, a letter first.", nameof(name));

    public static void Validate(IReadOnlyList<TableTransactionAction> actions)
    {
        if (actions.Count is 0 or > MaxOperations)
        {
            throw new ArgumentException($"A transaction has 1 to {MaxOperations} operations, not {actions.Count}.", nameof(actions));
        }

        var rows = new HashSet<string>(StringComparer.Ordinal);
        foreach (var action in actions)
        {
            Validate(action.Entity);
            if (action.Entity.PartitionKey != actions[0].Entity.PartitionKey)
            {
                throw new ArgumentException("All rows of a transaction are in one partition.", nameof(actions));
            }

            if (!rows.Add(action.Entity.RowKey))
            {
                throw new ArgumentException($"Row '{action.Entity.RowKey}' stands in the transaction twice.", nameof(actions));
            }
        }
    }

    public static void Validate(TableEntity entity)
    {
        ValidateKey(entity.PartitionKey);
        ValidateKey(entity.RowKey);
        if (entity.Count > MaxProperties)
        {
            throw new ArgumentException($"A row has at most {MaxProperties} properties, not {entity.Count}.", nameof(entity));
        }
    }

    /// <summary>Method, URL and If-Match of one operation, the same alone and inside a transaction.</summary>
    public static (RequestMethod Method, string Url, string? IfMatch) Operation(string endpoint, string table, TableTransactionAction action)
    {
        var url = EntityUrl(endpoint, table, action.Entity.PartitionKey, action.Entity.RowKey);
        var ifMatch = action.ETag == default ? ETag.All.ToString() : action.ETag.ToString();
        return action.ActionType switch
        {
            TableTransactionActionType.Add => (RequestMethod.Post, $"{endpoint}/{table}", null),
            TableTransactionActionType.UpsertReplace => (RequestMethod.Put, url, null),
            TableTransactionActionType.UpsertMerge => (RequestMethod.Patch, url, null),
            TableTransactionActionType.UpdateReplace => (RequestMethod.Put, url, ifMatch),
            TableTransactionActionType.UpdateMerge => (RequestMethod.Patch, url, ifMatch),
            TableTransactionActionType.Delete => (RequestMethod.Delete, url, ifMatch),
            _ => throw new ArgumentOutOfRangeException(nameof(action)),
        };
    }

    public static string EntityUrl(string endpoint, string table, string partitionKey, string rowKey) =>
        $"{endpoint}/{table}(PartitionKey='{Key(partitionKey)}',RowKey='{Key(rowKey)}')";

    public static ReadOnlyMemory<byte> Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return buffer.WrittenMemory;
    }

    private static string Key(string key) => Uri.EscapeDataString(key.Replace("'", "''", StringComparison.Ordinal));

    private static void ValidateKey(string key)
    {
        if (key.Length > MaxKeyLength || key.AsSpan().IndexOfAny("/\\#?") >= 0 || key.Any(char.IsControl))
        {
            throw new ArgumentException($"A key has at most {MaxKeyLength} characters, none of them / \\ # ? or a control character.", nameof(key));
        }
    }
}
