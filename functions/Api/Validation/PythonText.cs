using System.Globalization;
using System.Text;
using System.Text.Json;
using Usher.Bots;
using Usher.Wire;

namespace Usher.Api.Validation;

/// <summary>
/// Formats JSON values as the recorded messages quote them: as Python prints them (<c>None</c>, <c>'x'</c>, <c>{'a': [1, True]}</c>).
/// </summary>
internal static class PythonText
{
    /// <summary>Python's <c>str</c>: a string as it is, everything else as <see cref="Repr(JsonElement)"/>.</summary>
    public static string Str(JsonElement value) => value.ValueKind == JsonValueKind.String ? SafeText.Of(value) : Repr(value);

    /// <summary>Python's <c>repr</c>.</summary>
    public static string Repr(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => Repr(SafeText.Of(value)),
            JsonValueKind.Number => Number(value),
            JsonValueKind.True => "True",
            JsonValueKind.False => "False",
            JsonValueKind.Array => $"[{string.Join(", ", value.EnumerateArray().Select(Repr))}]",
            JsonValueKind.Object =>
                $"{{{string.Join(", ", Members(value).Select(member => $"{Repr(member.Key)}: {Repr(member.Value)}"))}}}",
            _ => "None",
        };

    /// <summary>
    /// In single quotes or, if the text contains a single quote and no double quote, in double quotes; unprintable characters are escaped.
    /// </summary>
    public static string Repr(string text)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var quoted = new StringBuilder(text.Length + 2).Append(quote);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '\\' => quoted.Append(@"\\"),
                '\n' => quoted.Append(@"\n"),
                '\r' => quoted.Append(@"\r"),
                '\t' => quoted.Append(@"\t"),
                var value when value == quote => quoted.Append('\\').Append(quote),
                var value when IsPrintable(rune) => quoted.Append(rune),
                < 0x100 => quoted.Append(CultureInfo.InvariantCulture, $@"\x{rune.Value:x2}"),
                < 0x10000 => quoted.Append(CultureInfo.InvariantCulture, $@"\u{rune.Value:x4}"),
                _ => quoted.Append(CultureInfo.InvariantCulture, $@"\U{rune.Value:x8}"),
            };
        }

        return quoted.Append(quote).ToString();
    }

    /// <summary>The name of the value's type in Python.</summary>
    public static string TypeName(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => "dict",
            JsonValueKind.Array => "list",
            JsonValueKind.String => "str",
            JsonValueKind.Number => IsInteger(value) ? "int" : "float",
            JsonValueKind.True or JsonValueKind.False => "bool",
            _ => "NoneType",
        };

    /// <summary>A number written without a fraction or exponent.</summary>
    public static bool IsInteger(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') < 0;

    /// <summary>The members of an object in order. A duplicate name keeps its first position and its last value.</summary>
    public static IEnumerable<KeyValuePair<string, JsonElement>> Members(JsonElement value)
    {
        var members = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            members[SafeText.Name(property)] = property.Value;
        }

        return members;
    }

    private static string Number(JsonElement value)
    {
        if (IsInteger(value))
        {
            var raw = value.GetRawText();
            return raw == "-0" ? "0" : raw;
        }

        var number = value.GetDouble();
        if (!double.IsFinite(number))
        {
            return number > 0 ? "inf" : "-inf";
        }

        // Scientific notation from 1e16 up and below 1e-4. .NET switches elsewhere, so the digits of its shortest form are laid out again.
        var shortest = Math.Abs(number).ToString("R", CultureInfo.InvariantCulture).Split('E');
        var point = (shortest[0] + '.').IndexOf('.', StringComparison.Ordinal);
        var padded = shortest[0].Replace(".", "", StringComparison.Ordinal);
        var digits = padded.TrimStart('0');
        var exponent =
            digits.Length == 0
                ? 0
                : point
                    - 1
                    - (padded.Length - digits.Length)
                    + (shortest.Length == 2 ? int.Parse(shortest[1], CultureInfo.InvariantCulture) : 0);
        digits = digits.TrimEnd('0');
        digits = digits.Length == 0 ? "0" : digits;
        var sign = double.IsNegative(number) ? "-" : "";
        return sign
            + exponent switch
            {
                < -4 or >= 16 => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{digits[0]}{(digits.Length > 1 ? "." : "")}{digits[1..]}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}"
                ),
                < 0 => $"0.{new string('0', -exponent - 1)}{digits}",
                _ when digits.Length <= exponent + 1 => $"{digits.PadRight(exponent + 1, '0')}.0",
                _ => $"{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}",
            };
    }

    private static bool IsPrintable(Rune rune) =>
        rune.Value == ' '
        || Rune.GetUnicodeCategory(rune)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.SpaceSeparator
            );
}
