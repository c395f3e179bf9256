using System.Globalization;
using System.Text.Json;
using Azure;

namespace Usher.Storage.Tables;

/// <summary>
/// Rows as OData JSON with minimal metadata. Everything that JSON cannot tell apart carries its Edm type.
/// Source: "Payload format for Table service operations".
/// </summary>
internal static class TableEntityJson
{
    public static void Write(Utf8JsonWriter writer, TableEntity entity)
    {
        writer.WriteStartObject();
        writer.WriteString("PartitionKey", entity.PartitionKey);
        writer.WriteString("RowKey", entity.RowKey);
        foreach (var (name, value) in entity)
        {
            WriteProperty(writer, name, value);
        }

        writer.WriteEndObject();
    }

    public static TableEntity Read(JsonElement row, string partitionKey = "", string rowKey = "")
    {
        var entity = new TableEntity(Text(row, "PartitionKey") ?? partitionKey, Text(row, "RowKey") ?? rowKey);
        if (Text(row, "odata.etag") is { } etag)
        {
            entity.ETag = new ETag(etag);
        }

        foreach (var property in row.EnumerateObject())
        {
            var name = property.Name;
            if (name is "PartitionKey" or "RowKey" or "Timestamp" || name.Contains("odata.", StringComparison.Ordinal))
            {
                continue;
            }

            entity[name] = Value(property.Value, Text(row, name + "@odata.type"));
        }

        return entity;
    }

    private static void WriteProperty(Utf8JsonWriter writer, string name, object? value)
    {
        switch (value)
        {
            case null:
                break;
            case string text:
                writer.WriteString(name, text);
                break;
            case bool flag:
                writer.WriteBoolean(name, flag);
                break;
            case int number:
                writer.WriteNumber(name, number);
                break;
            case long number:
                Typed(writer, name, "Edm.Int64", number.ToString(CultureInfo.InvariantCulture));
                break;
            case double number when !double.IsFinite(number):
                Typed(writer, name, "Edm.Double", number.ToString(CultureInfo.InvariantCulture));
                break;
            case double number:
                writer.WriteString(name + "@odata.type", "Edm.Double");
                writer.WriteNumber(name, number);
                break;
            case DateTimeOffset time:
                Typed(writer, name, "Edm.DateTime", time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture));
                break;
            case Guid id:
                Typed(writer, name, "Edm.Guid", id.ToString("D"));
                break;
            case byte[] bytes:
                Typed(writer, name, "Edm.Binary", Convert.ToBase64String(bytes));
                break;
            default:
                throw new ArgumentException($"Property '{name}' has type {value.GetType().Name}, which a table row cannot hold.", nameof(value));
        }
    }

    private static void Typed(Utf8JsonWriter writer, string name, string type, string value)
    {
        writer.WriteString(name + "@odata.type", type);
        writer.WriteString(name, value);
    }

    private static object? Value(JsonElement value, string? type) => (value.ValueKind, type) switch
    {
        (JsonValueKind.String, "Edm.Int64") => long.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        (JsonValueKind.String, "Edm.DateTime") => DateTimeOffset.Parse(value.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        (JsonValueKind.String, "Edm.Guid") => Guid.Parse(value.GetString()!),
        (JsonValueKind.String, "Edm.Binary") => value.GetBytesFromBase64(),
        (JsonValueKind.String, "Edm.Double") => double.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        (JsonValueKind.String, _) => value.GetString(),
        (JsonValueKind.Number, "Edm.Double") => value.GetDouble(),
        (JsonValueKind.Number, _) => value.TryGetInt32(out var number) ? (object)number : value.GetDouble(),
        (JsonValueKind.True or JsonValueKind.False, _) => value.GetBoolean(),
        _ => null,
    };

    private static string? Text(JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
