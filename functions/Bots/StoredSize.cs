using System.Text.Encodings.Web;

namespace Usher.Bots;

/// <summary>
/// What a text takes in storage, in bytes. Two bounds hold for a row: of what it takes there, two bytes a character, and of the request
/// that writes it, where the client's JSON escapes what is not plain ASCII, with six bytes each. The larger one counts.
/// </summary>
internal static class StoredSize
{
    private const int Stored = 2;
    private const int Escaped = 6;

    public static int Of(string text) =>
        Math.Max(text.Length * Stored, text.Sum(character => JavaScriptEncoder.Default.WillEncode(character) ? Escaped : 1));
}
