using System.Text.Json;
using Usher.Bots;
using Usher.Wire;

namespace Usher.Api.Validation;

/// <summary>
/// An object of strings with at least one key, at most 1,000 characters as JSON with spaces after separators and all non-ASCII characters
/// escaped.
/// </summary>
internal static class MetadataField
{
    public static Checked<JsonText?> Check(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return Checked.Wrong<JsonText?>("Metadata must be an object not an array or other type");
        }

        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, text) in PythonText.Members(value))
        {
            if (text.ValueKind != JsonValueKind.String)
            {
                return Checked.Wrong<JsonText?>($"Value for key '{name}' must be a string");
            }

            entries[name] = SafeText.Of(text);
        }

        return entries.Count == 0 ? Checked.Wrong<JsonText?>("Metadata must have at least one key")
            : entries.Sum(entry => entry.Key.Length + entry.Value.Length) > Metadata.MaxLength
            || Metadata.Length(entries) > Metadata.MaxLength
                ? Checked.Wrong<JsonText?>("Metadata must be less than 1000 characters")
            : SafeText.IsUnsafe(value) ? Checked.Wrong<JsonText?>(SafeText.NotAllowed)
            : Metadata.Of(entries);
    }
}
