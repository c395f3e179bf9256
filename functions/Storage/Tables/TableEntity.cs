using System.Globalization;
using Azure;

namespace Usher.Storage.Tables;

/// <summary>
/// One row: its keys, its ETag as the service gave it, and its properties.
/// Values are string, bool, int, long, double, DateTimeOffset, Guid or byte[]; a null is not stored.
/// </summary>
/// <remarks>Named after Azure.Data.Tables.TableEntity; the data model is "Understanding the Table service data model".</remarks>
internal sealed class TableEntity(string partitionKey, string rowKey) : Dictionary<string, object?>(StringComparer.Ordinal)
{
    public string PartitionKey { get; } = partitionKey;

    public string RowKey { get; } = rowKey;

    /// <summary>Opaque: sent back byte for byte, never built, parsed or ordered.</summary>
    public ETag ETag { get; set; }

    public string? GetString(string name) => this.GetValueOrDefault(name) as string;

    public bool? GetBoolean(string name) => this.GetValueOrDefault(name) as bool?;

    public int? GetInt32(string name) => this.GetValueOrDefault(name) as int?;

    public long? GetInt64(string name) => this.GetValueOrDefault(name) switch
    {
        long value => value,
        int value => value,
        _ => null,
    };

    public DateTimeOffset? GetDateTimeOffset(string name) => this.GetValueOrDefault(name) as DateTimeOffset?;

    public byte[]? GetBinary(string name) => this.GetValueOrDefault(name) as byte[];

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{PartitionKey}/{RowKey} ({Count} properties)");
}
