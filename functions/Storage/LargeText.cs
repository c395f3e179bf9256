using System.Globalization;
using System.Text;
using Azure.Data.Tables;

namespace Usher.Storage;

/// <summary>Splits text over the 32 Ki characters of one property into numbered properties: Data, Data1, Data2, …</summary>
internal static class LargeText
{
    private const int MaxCharacters = 32 * 1024;

    public static void SetLargeText(this TableEntity row, string name, string text)
    {
        for (var (start, part, length) = (0, 0, 0); start < text.Length || part == 0; start += length, part++)
        {
            length = Math.Min(MaxCharacters, text.Length - start);
            if (start + length < text.Length && char.IsHighSurrogate(text[start + length - 1]))
            {
                // Never split a surrogate pair: each half would be stored as U+FFFD.
                length--;
            }

            row[Name(name, part)] = text.Substring(start, length);
        }
    }

    /// <summary>Replaces the previous text entirely, as it may have been longer; null removes it.</summary>
    public static void ReplaceLargeText(this TableEntity row, string name, string? text)
    {
        for (var part = 0; row.Remove(Name(name, part)); part++) { }

        if (text is not null)
        {
            row.SetLargeText(name, text);
        }
    }

    public static string? GetLargeText(this TableEntity row, string name)
    {
        if (row.GetString(name) is not { } first || row.GetString(Name(name, 1)) is null)
        {
            return row.GetString(name);
        }

        var text = new StringBuilder(first);
        for (var part = 1; row.GetString(Name(name, part)) is { } next; part++)
        {
            text.Append(next);
        }

        return text.ToString();
    }

    private static string Name(string name, int part) => part == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}{part}");
}
