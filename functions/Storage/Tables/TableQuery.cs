using System.Globalization;
using Azure;

namespace Usher.Storage.Tables;

/// <summary>Query text and continuation. Sources: "Querying tables and entities", "Query timeout and pagination".</summary>
internal static class TableQuery
{
    public static string Text(string? filter, int? maxPerPage, IEnumerable<string>? select)
    {
        List<string> parts = [];
        if (filter is not null)
        {
            parts.Add($"$filter={Uri.EscapeDataString(filter)}");
        }

        if (maxPerPage is { } top)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"$top={top}"));
        }

        if (select is not null)
        {
            parts.Add($"$select={string.Join(',', select)}");
        }

        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }

    /// <summary>What the next page's URL ends in, or null after the last page.</summary>
    public static string? Continuation(Response response, bool hasQuery)
    {
        if (!response.Headers.TryGetValue("x-ms-continuation-NextPartitionKey", out var partition))
        {
            return null;
        }

        var row = response.Headers.TryGetValue("x-ms-continuation-NextRowKey", out var key) ? $"&NextRowKey={Uri.EscapeDataString(key)}" : "";
        return $"{(hasQuery ? '&' : '?')}NextPartitionKey={Uri.EscapeDataString(partition)}{row}";
    }

    /// <summary>All row keys that begin with <paramref name="prefix"/>, in one partition. The prefix must not end in U+FFFF.</summary>
    public static string Prefix(string partitionKey, string prefix) =>
        $"PartitionKey eq {Literal(partitionKey)} and RowKey ge {Literal(prefix)} and RowKey lt {Literal(prefix[..^1] + (char)(prefix[^1] + 1))}";

    /// <summary>Times are compared to 100 ns by the service, to the millisecond by the emulator.</summary>
    public static string Literal(DateTimeOffset time) => $"datetime'{time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture)}'";

    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
