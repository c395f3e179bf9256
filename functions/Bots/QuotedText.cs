using System.Text;

namespace Usher.Bots;

/// <summary>Percent-decoding as in Python: invalid escapes stay as they are, and bytes that are not UTF-8 become U+FFFD.</summary>
internal static class QuotedText
{
    public static string Unquote(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
        {
            return text;
        }

        var unquoted = new StringBuilder(text.Length);
        List<byte> bytes = [];
        for (var at = 0; at < text.Length; at++)
        {
            var isEscape =
                text[at] == '%' && at + 2 < text.Length && char.IsAsciiHexDigit(text[at + 1]) && char.IsAsciiHexDigit(text[at + 2]);
            if (isEscape)
            {
                bytes.Add(byte.Parse(text.AsSpan(at + 1, 2), System.Globalization.NumberStyles.AllowHexSpecifier, null));
                at += 2;
                continue;
            }

            Flush();
            unquoted.Append(text[at]);
        }

        Flush();
        return unquoted.ToString();

        void Flush()
        {
            if (bytes.Count > 0)
            {
                unquoted.Append(Encoding.UTF8.GetString([.. bytes]));
                bytes.Clear();
            }
        }
    }

    /// <summary>The first non-empty value of a parameter; null if there is none.</summary>
    /// <param name="query">The text after the question mark.</param>
    /// <param name="name">The parameter's name.</param>
    public static string? Parameter(string query, string name)
    {
        foreach (var pair in query.Split('&'))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals >= 0 && equals < pair.Length - 1 && Plain(pair[..equals]) == name)
            {
                return Plain(pair[(equals + 1)..]);
            }
        }

        return null;
    }

    private static string Plain(string text) => Unquote(text.Replace('+', ' '));
}
