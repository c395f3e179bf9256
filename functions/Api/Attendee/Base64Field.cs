using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Usher.Api.Validation;
using Usher.Bots;

namespace Usher.Api.Attendee;

/// <summary>Base64-encoded bytes.</summary>
internal static class Base64Field
{
    private static readonly SearchValues<byte> LettersAndDigits = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"u8
    );

    /// <summary>
    /// Decodes directly from the request body: an image has millions of characters, and every string copy would double them.
    /// </summary>
    /// <returns>The value is null if it is not valid base64; each field has its own message for that.</returns>
    public static Checked<ReadOnlyMemory<byte>?> Decode(JsonElement value)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value);
        if (value.ValueKind == JsonValueKind.String && !raw.Contains((byte)'\\') && raw.ContainsAny(LettersAndDigits))
        {
            var bytes = new byte[raw.Length * 3 / 4];
            return Base64Text.Decode(raw[1..^1], bytes) is { } length ? bytes.AsMemory(0, length) : (ReadOnlyMemory<byte>?)null;
        }

        // A number, a blank text or an escaped string: take the general path.
        var text = TextField.Check(value, int.MaxValue);
        return text.Messages is { } messages ? new Checked<ReadOnlyMemory<byte>?>(null, messages)
            : Base64Text.Decode(text.Value) is { } decoded ? decoded.AsMemory()
            : (ReadOnlyMemory<byte>?)null;
    }
}
