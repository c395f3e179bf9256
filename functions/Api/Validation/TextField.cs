using System.Globalization;
using System.Text.Json;

namespace Usher.Api.Validation;

/// <summary>A string: trimmed, not blank, no longer than its limit. A number is taken for the text it is written as; a boolean is not.</summary>
internal static class TextField
{
    public static Checked<string> Check(JsonElement value, int maxLength)
    {
        if (value.ValueKind == JsonValueKind.Number)
        {
            return value.GetRawText();
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            return Checked.Wrong<string>("Not a valid string.");
        }

        if (SafeText.LoneSurrogate(value) is { } surrogate)
        {
            return Checked.Wrong<string>(string.Create(CultureInfo.InvariantCulture, $"Surrogate characters are not allowed: U+{(int)surrogate:X4}."));
        }

        var text = value.GetString()!.Trim();
        return text switch
        {
            "" => Checked.Wrong<string>("This field may not be blank."),
            _ when text.Contains('\0', StringComparison.Ordinal) => Checked.Wrong<string>("Null characters are not allowed."),
            _ when new StringInfoLength(text).CodePoints > maxLength =>
                Checked.Wrong<string>(string.Create(CultureInfo.InvariantCulture, $"Ensure this field has no more than {maxLength} characters.")),
            _ => text,
        };
    }

    /// <summary>Lengths are counted in code points.</summary>
    private readonly record struct StringInfoLength(string Text)
    {
        public int CodePoints => Text.Length - Text.Count(char.IsLowSurrogate);
    }
}
