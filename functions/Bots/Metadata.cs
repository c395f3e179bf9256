using System.Text.Json;

namespace Usher.Bots;

/// <summary>A bot's metadata: an object of strings, stored as compact JSON and never empty.</summary>
internal static class Metadata
{
    /// <summary>The longest metadata, in characters of JSON with spaces after separators and all non-ASCII characters escaped.</summary>
    public const int MaxLength = 1000;

    public static JsonText Of(IReadOnlyDictionary<string, string> entries) =>
        new(JsonSerializer.Serialize(entries, BotJson.Relaxed.IReadOnlyDictionaryStringString));

    /// <summary>Applies the changes to the entries, keeping their order with new ones last; null removes an entry.</summary>
    public static IReadOnlyDictionary<string, string> Merge(JsonText? metadata, IReadOnlyDictionary<string, string?> changes)
    {
        var present = JsonSerializer.Deserialize((metadata ?? JsonText.EmptyObject).Text, BotJson.Relaxed.IReadOnlyDictionaryStringString)!;
        Dictionary<string, string?> merged = new(StringComparer.Ordinal);
        foreach (var (name, text) in present)
        {
            merged[name] = text;
        }

        foreach (var (name, text) in changes)
        {
            merged[name] = text;
        }

        return merged
            .Where(entry => entry.Value is not null)
            .ToDictionary(entry => entry.Key, entry => entry.Value!, StringComparer.Ordinal);
    }

    /// <summary>Braces; for each entry two quoted strings, a colon and a space; between entries a comma and a space.</summary>
    public static int Length(IReadOnlyDictionary<string, string> entries) =>
        2 + entries.Sum(entry => Quoted(entry.Key) + 2 + Quoted(entry.Value)) + (2 * Math.Max(0, entries.Count - 1));

    private static int Quoted(string text) =>
        2
        + text.Sum(c =>
            c switch
            {
                '"' or '\\' or '\n' or '\r' or '\t' or '\b' or '\f' => 2,
                < ' ' or > '~' => 6,
                _ => 1,
            }
        );
}
