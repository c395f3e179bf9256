using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Usher.Api.Attendee;

/// <summary>A position between items of a numbered list, and the direction to read in. Opaque to clients.</summary>
/// <param name="Boundary">Forward, items with higher numbers follow; backward, this number and lower ones.</param>
internal sealed record SequenceCursor(int Boundary, bool IsBackward)
{
    private const char Backward = 'b',
        Forward = 'a';

    public static readonly SequenceCursor Start = new(0, IsBackward: false);

    /// <returns>Null if the text is not a cursor of ours.</returns>
    public static SequenceCursor? Parse(string text)
    {
        Span<byte> bytes = stackalloc byte[32];
        return
            Base64Url.IsValid(text, out var decodedLength)
            && decodedLength <= bytes.Length
            && Base64Url.TryDecodeFromChars(text, bytes, out var length)
            && Encoding.ASCII.GetString(bytes[..length]) is [Backward or Forward, ..] decoded
            && int.TryParse(decoded.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var boundary)
            ? new SequenceCursor(boundary, decoded[0] == Backward)
            : null;
    }

    public override string ToString() =>
        Base64Url.EncodeToString(
            Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{(IsBackward ? Backward : Forward)}{Boundary}"))
        );
}
