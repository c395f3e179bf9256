using System.Globalization;
using System.Text;
using System.Text.Json;
using Usher.Bots;

namespace Usher.Api.Validation;

/// <summary>An object of strings with at least one key, at most 1,000 characters as JSON with blanks behind separators and all non-ASCII escaped.</summary>
internal static class MetadataField
{
    public const int MaxLength = 1000;

    public static Checked<JsonText?> Check(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return Checked.Wrong<JsonText?>("Metadata must be an object not an array or other type");
        }

        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            var name = SafeText.Name(property);
            if (property.Value.ValueKind != JsonValueKind.String)
            {
                return Checked.Wrong<JsonText?>($"Value for key '{name}' must be a string");
            }

            var text = SafeText.Of(property.Value);
            if (name.Contains('\0', StringComparison.Ordinal) || text.Contains('\0', StringComparison.Ordinal))
            {
                return Checked.Wrong<JsonText?>("Null characters are not allowed.");
            }

            entries[name] = text;
        }

        return entries.Count == 0 ? Checked.Wrong<JsonText?>("Metadata must have at least one key")
            : Length(entries) > MaxLength ? Checked.Wrong<JsonText?>("Metadata must be less than 1000 characters")
            : Compact(entries);
    }

    /// <summary>Braces; for every entry two quoted texts, a colon and a blank; between entries a comma and a blank.</summary>
    private static int Length(Dictionary<string, string> entries) =>
        2 + entries.Sum(entry => Quoted(entry.Key) + 2 + Quoted(entry.Value)) + (2 * (entries.Count - 1));

    private static int Quoted(string text) => 2 + text.Sum(c => c switch
    {
        '"' or '\\' or '\n' or '\r' or '\t' or '\b' or '\f' => 2,
        < ' ' or > '~' => 6,
        _ => 1,
    });

    private static JsonText Compact(Dictionary<string, string> entries)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            foreach (var (name, text) in entries)
            {
                writer.WriteString(name, text);
            }

            writer.WriteEndObject();
        }

        return new JsonText(Encoding.UTF8.GetString(stream.ToArray()));
    }
}
