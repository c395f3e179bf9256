using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Usher.Bots.Webhooks;

/// <summary>
/// Writes JSON as Python does with <c>sort_keys=True, ensure_ascii=False, separators=(",", ":")</c>, which is what Attendee signs: keys
/// ordered by code point, no white space, no unnecessary escapes. Bodies are sent in this form too, so receivers can verify either the raw
/// bytes or the re-serialized JSON.
/// </summary>
internal static class CanonicalJson
{
    public static string Of(JsonElement element)
    {
        var text = new StringBuilder();
        Append(text, element);
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                AppendObject(text, element);
                break;
            case JsonValueKind.Array:
                var separator = "[";
                foreach (var item in element.EnumerateArray())
                {
                    text.Append(separator);
                    Append(text, item);
                    separator = ",";
                }

                text.Append(separator == "[" ? "[]" : "]");
                break;
            case JsonValueKind.String:
                AppendString(text, SafeText.Of(element));
                break;
            case JsonValueKind.Number:
                text.Append(CanonicalNumber.Of(element.GetRawText()));
                break;
            default:
                text.Append(element.GetRawText());
                break;
        }
    }

    private static void AppendObject(StringBuilder text, JsonElement element)
    {
        // For duplicate names, the last value counts.
        var members = new SortedDictionary<string, JsonElement>(CodePoints.Instance);
        foreach (var property in element.EnumerateObject())
        {
            members[SafeText.Name(property)] = property.Value;
        }

        var separator = "{";
        foreach (var (name, value) in members)
        {
            text.Append(separator);
            AppendString(text, name);
            text.Append(':');
            Append(text, value);
            separator = ",";
        }

        text.Append(separator == "{" ? "{}" : "}");
    }

    private static void AppendString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var symbol in value)
        {
            _ = symbol switch
            {
                '"' or '\\' => text.Append('\\').Append(symbol),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)symbol:x4}"),
                _ => text.Append(symbol),
            };
        }

        text.Append('"');
    }

    /// <summary>Orders by code point. UTF-16 order differs between surrogates and the characters after them.</summary>
    private sealed class CodePoints : IComparer<string>
    {
        public static readonly CodePoints Instance = new();

        public int Compare(string? x, string? y)
        {
            var common = x.AsSpan().CommonPrefixLength(y);
            return common == x!.Length || common == y!.Length ? x.Length.CompareTo(y!.Length)
                : char.IsSurrogate(x[common]) == char.IsSurrogate(y[common]) ? x[common].CompareTo(y[common])
                : char.IsSurrogate(x[common]) ? 1
                : -1;
        }
    }
}
