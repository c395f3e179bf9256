using System.Text.Encodings.Web;

namespace Usher.Bots;

/// <summary>
/// The size of a text in storage, in bytes. A row has two limits: its stored size, with two bytes per character, and the size of the
/// request that writes it, in which the client escapes non-ASCII and some other characters with six bytes each. The larger size counts.
/// </summary>
internal static class StoredSize
{
    private const int Stored = 2;
    private const int Escaped = 6;

    public static int Of(string text) =>
        Math.Max(text.Length * Stored, text.Sum(character => JavaScriptEncoder.Default.WillEncode(character) ? Escaped : 1));
}
