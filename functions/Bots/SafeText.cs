using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Usher.Bots;

/// <summary>Reads JSON strings that may contain escaped lone surrogates, which .NET text must not contain.</summary>
internal static class SafeText
{
    /// <summary>The message for a value that <see cref="IsUnsafe"/>.</summary>
    public const string NotAllowed = "Null characters and lone surrogates are not allowed.";

    private const int HexDigits = 4;

    /// <summary>The text, with every lone surrogate replaced by U+FFFD.</summary>
    public static string Of(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return string.Concat(Unescape(value.GetRawText()).EnumerateRunes());
        }
    }

    /// <summary>The value of a member; the last one if the name is duplicated. Names with lone surrogates are skipped.</summary>
    /// <param name="value">An object.</param>
    /// <param name="name">The member's name.</param>
    /// <param name="member">Undefined if there is none.</param>
    public static bool TryGet(JsonElement value, string name, out JsonElement member)
    {
        try
        {
            return value.TryGetProperty(name, out member);
        }
        catch (InvalidOperationException)
        {
            member = value.EnumerateObject().LastOrDefault(property => Name(property) == name).Value;
            return member.ValueKind != JsonValueKind.Undefined;
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

    /// <summary>The code unit of the first lone surrogate, or null.</summary>
    public static char? LoneSurrogate(JsonElement value)
    {
        if (!HasEscape(value))
        {
            return null;
        }

        try
        {
            value.GetString();
            return null;
        }
        catch (InvalidOperationException)
        {
            var text = Unescape(value.GetRawText());
            for (var i = 0; i < text.Length; i++)
            {
                if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
                {
                    i++;
                }
                else if (char.IsSurrogate(text[i]))
                {
                    return text[i];
                }
            }

            return null;
        }
    }

    /// <summary>
    /// Whether the value contains a NUL or a lone surrogate, names included. Such text cannot be stored. In JSON both occur only as
    /// escapes.
    /// </summary>
    public static bool IsUnsafe(JsonElement value) => HasEscape(value) && HoldsUnsafe(value);

    /// <summary>Searches the bytes, because the text may be millions of characters long.</summary>
    private static bool HasEscape(JsonElement value) => JsonMarshal.GetRawUtf8Value(value).IndexOf("\\u"u8) >= 0;

    private static bool HoldsUnsafe(JsonElement value) =>
        value.ValueKind switch
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

    /// <summary>Unescapes a string literal, including lone surrogates.</summary>
    private static string Unescape(string raw)
    {
        var text = new StringBuilder(raw.Length);
        for (var i = 1; i < raw.Length - 1; i++)
        {
            if (raw[i] != '\\')
            {
                text.Append(raw[i]);
                continue;
            }

            i++;
            text.Append(
                raw[i] switch
                {
                    'u' => (char)ushort.Parse(raw.AsSpan(i + 1, HexDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    'b' => '\b',
                    'f' => '\f',
                    var itself => itself,
                }
            );
            i += raw[i] == 'u' ? HexDigits : 0;
        }

        return text.ToString();
    }
}
