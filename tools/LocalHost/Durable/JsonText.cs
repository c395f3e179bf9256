using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Usher.LocalHost.Durable;

/// <summary>JSON as text, the way that the extension keeps it: compact, and only escaped where JSON needs it.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Compact(JsonNode? node) => Written(writer =>
    {
        if (node is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            node.WriteTo(writer);
        }
    });

    /// <exception cref="JsonException">Not JSON.</exception>
    public static string Compact(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Written(document.RootElement.WriteTo);
    }

    public static bool IsValid(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    public static string Written(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>A value that is kept as JSON text, as the value; text that is no JSON, such as a failure's message, as a string.</summary>
    public static void WriteValue(Utf8JsonWriter writer, string name, string? text)
    {
        writer.WritePropertyName(name);
        WriteValue(writer, text);
    }

    public static void WriteValue(Utf8JsonWriter writer, string? text)
    {
        if (text is null)
        {
            writer.WriteNullValue();
        }
        else if (IsValid(text))
        {
            writer.WriteRawValue(text);
        }
        else
        {
            writer.WriteStringValue(text);
        }
    }
}
