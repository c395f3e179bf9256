using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Usher.Bots.Webhooks;

/// <summary>
/// JSON as Python writes it with <c>sort_keys=True, ensure_ascii=False, separators=(",", ":")</c>, which is what the peer signs: keys in
/// the order of their code points, no white space, nothing escaped that need not be. What is sent has this form too, so that a receiver may
/// sign the bytes as they came or read the JSON and write it again.
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
        // Of a name that stands there twice, the last one counts.
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

    /// <summary>By code point, which is not the order of UTF-16 where surrogates meet the characters behind them.</summary>
    private sealed class CodePoints : IComparer<string>
    {
        public static readonly CodePoints Instance = new();

        public int Compare(string? x, string? y) => Encoding.UTF8.GetBytes(x!).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y!));
    }
}
