using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Usher.Bots;

/// <summary>Strings out of JSON that may hold what .NET text may not: lone surrogates, which an escape can spell.</summary>
internal static class SafeText
{
    /// <summary>The sentence for a value that <see cref="IsUnsafe"/>.</summary>
    public const string NotAllowed = "Null characters and lone surrogates are not allowed.";

    private const int HexDigits = 4;

    /// <summary>The text, with U+FFFD in place of every lone surrogate.</summary>
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

    /// <summary>The value of a member, the last one where the name stands there twice. Names that are no text are passed over.</summary>
    /// <param name="value">An object.</param>
    /// <param name="name">Of the member.</param>
    /// <param name="member">Undefined where there is none.</param>
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

    /// <summary>The first lone surrogate's code unit, or null.</summary>
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
    /// A NUL or a lone surrogate anywhere in the value, names included: no text that can be stored. Both can only stand there as escapes.
    /// </summary>
    public static bool IsUnsafe(JsonElement value) => HasEscape(value) && HoldsUnsafe(value);

    /// <summary>Looked for in the bytes: the text may be millions of characters long.</summary>
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

    /// <summary>What a string literal says, lone surrogates included.</summary>
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
