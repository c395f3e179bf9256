using System.Text;
using System.Text.Json;

namespace Usher.Api.Validation;

/// <summary>Strings out of JSON that may hold what .NET text may not: lone surrogates, which an escape can spell.</summary>
internal static class SafeText
{
    /// <summary>The text, with U+FFFD in place of every lone surrogate.</summary>
    public static string Of(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Unescape(value.GetRawText());
        }
    }

    public static string Name(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return "\uFFFD";
        }
    }

    /// <summary>The first lone surrogate's code unit, or null.</summary>
    public static char? LoneSurrogate(JsonElement value)
    {
        try
        {
            value.GetString();
            return null;
        }
        catch (InvalidOperationException)
        {
            var raw = value.GetRawText();
            for (var i = raw.IndexOf("\\u", StringComparison.Ordinal); i >= 0; i = raw.IndexOf("\\u", i + 1, StringComparison.Ordinal))
            {
                var unit = (char)Convert.ToInt32(raw.Substring(i + 2, 4), 16);
                var isPair = char.IsHighSurrogate(unit) && i + 12 <= raw.Length && raw.AsSpan(i + 6, 2) is "\\u"
                    && char.IsLowSurrogate((char)Convert.ToInt32(raw.Substring(i + 8, 4), 16));
                if (char.IsSurrogate(unit) && !isPair)
                {
                    return unit;
                }

                i += isPair ? 6 : 0;
            }

            return '\uD800';
        }
    }

    /// <summary>A NUL or a lone surrogate anywhere in the value, names included: no text that can be stored. Both can only stand there as escapes.</summary>
    public static bool IsUnsafe(JsonElement value) => value.GetRawText().Contains("\\u", StringComparison.Ordinal) && HoldsUnsafe(value);

    private static bool HoldsUnsafe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => LoneSurrogate(value) is not null || value.GetString()!.Contains('\0', StringComparison.Ordinal),
        JsonValueKind.Array => value.EnumerateArray().Any(HoldsUnsafe),
        JsonValueKind.Object => value.EnumerateObject().Any(member => IsUnsafeName(member) || HoldsUnsafe(member.Value)),
        _ => false,
    };

    public static bool IsUnsafeName(JsonProperty property)
    {
        try
        {
            return property.Name.Contains('\0', StringComparison.Ordinal);
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private static string Unescape(string raw)
    {
        var text = new StringBuilder(raw.Length);
        for (var i = 1; i < raw.Length - 1; i++)
        {
            if (raw[i] == '\\' && raw[i + 1] == 'u')
            {
                text.Append('\uFFFD');
                i += 5;
            }
            else
            {
                text.Append(raw[i]);
            }
        }

        return text.ToString();
    }
}
