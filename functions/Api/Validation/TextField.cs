using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Usher.Bots;
using Usher.Wire;

namespace Usher.Api.Validation;

/// <summary>A string: trimmed, not blank, within its length limit. A number is accepted as its text; a boolean is not.</summary>
internal static class TextField
{
    /// <summary>White space that Attendee trims in addition to .NET's: the four ASCII separators.</summary>
    private const string Separators = "\u001c\u001d\u001e\u001f";

    /// <param name="maxLength">In code points.</param>
    public static Checked<string> Check(JsonElement value, int maxLength)
    {
        if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
        {
            return Checked.Wrong<string>("Not a valid string.");
        }

        var text = Trim(PythonText.Str(value));
        if (text.Length == 0)
        {
            return Checked.Wrong<string>("This field may not be blank.");
        }

        var messages = new JsonArray();
        if (text.Length - text.Count(char.IsLowSurrogate) > maxLength)
        {
            messages.Add(
                (JsonNode)string.Create(CultureInfo.InvariantCulture, $"Ensure this field has no more than {maxLength} characters.")
            );
        }

        if (text.Contains('\0', StringComparison.Ordinal))
        {
            messages.Add((JsonNode)"Null characters are not allowed.");
        }

        if (value.ValueKind == JsonValueKind.String && SafeText.LoneSurrogate(value) is { } surrogate)
        {
            messages.Add(
                (JsonNode)string.Create(CultureInfo.InvariantCulture, $"Surrogate characters are not allowed: U+{(int)surrogate:X4}.")
            );
        }

        return messages.Count == 0 ? text : new Checked<string>(null, messages);
    }

    private static string Trim(string text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && IsBlank(text[start]))
        {
            start++;
        }

        while (end > start && IsBlank(text[end - 1]))
        {
            end--;
        }

        return text[start..end];
    }

    private static bool IsBlank(char c) => char.IsWhiteSpace(c) || Separators.Contains(c, StringComparison.Ordinal);
}
