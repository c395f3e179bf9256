using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Usher.Bots;

/// <summary>
/// Decodes base64 as Python's <c>b64decode</c> does: it skips characters outside the alphabet and ignores everything after the padding.
/// </summary>
internal static class Base64Text
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private const int BitsPerCharacter = 6;
    private const int CharactersPerGroup = 4;

    private static readonly sbyte[] Values =
    [
        .. Enumerable.Range(0, 128).Select(code => (sbyte)Alphabet.IndexOf((char)code, StringComparison.Ordinal)),
    ];

    /// <returns>Null if the last group is incomplete or a character is not ASCII.</returns>
    public static byte[]? Decode(ReadOnlySpan<char> text)
    {
        var utf8 = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, utf8);
        var bytes = new byte[utf8.Length];
        return Decode(utf8, bytes) is { } length ? bytes[..length] : null;
    }

    /// <param name="text">UTF-8.</param>
    /// <param name="bytes">Room for the result, three bytes per four characters.</param>
    /// <returns>The number of bytes; null if the last group is incomplete or a character is not ASCII.</returns>
    public static int? Decode(ReadOnlySpan<byte> text, Span<byte> bytes) =>
        // What .NET accepts, which is nearly all that is sent, it decodes to the same bytes, many times faster.
        Base64.DecodeFromUtf8(text, bytes, out _, out var length) == OperationStatus.Done
            ? length
            : DecodeByByte(text, bytes);

    private static int? DecodeByByte(ReadOnlySpan<byte> text, Span<byte> bytes)
    {
        if (!Ascii.IsValid(text))
        {
            return null;
        }

        var (bits, position, padding, length) = (0, 0, 0, 0);
        foreach (var c in text)
        {
            if (c == '=')
            {
                if (position >= 2 && position + ++padding >= CharactersPerGroup)
                {
                    return length;
                }

                continue;
            }

            if (Values[c] < 0)
            {
                continue;
            }

            padding = 0;
            bits = (bits << BitsPerCharacter | (byte)Values[c]) & 0xFFFFFF;
            if (position > 0)
            {
                bytes[length++] = (byte)(bits >> (CharactersPerGroup - 2) * (3 - position));
            }

            position = (position + 1) % CharactersPerGroup;
        }

        return position == 0 ? length : null;
    }
}
