using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Usher.Api.Validation;
using Usher.Bots;

namespace Usher.Api.Attendee;

/// <summary>Bytes as base64.</summary>
internal static class Base64Field
{
    private static readonly SearchValues<byte> LettersAndDigits = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"u8
    );

    /// <summary>
    /// From where it stands in the body: a picture has millions of characters, and a string of them would be twice as large, at every
    /// step again.
    /// </summary>
    /// <returns>The value is null where it is no base64, about which each field has words of its own.</returns>
    public static Checked<ReadOnlyMemory<byte>?> Decode(JsonElement value)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value);
        if (value.ValueKind == JsonValueKind.String && !raw.Contains((byte)'\\') && raw.ContainsAny(LettersAndDigits))
        {
            var bytes = new byte[raw.Length * 3 / 4];
            return Base64Text.Decode(raw[1..^1], bytes) is { } length ? bytes.AsMemory(0, length) : (ReadOnlyMemory<byte>?)null;
        }

        // A number, a blank text, or escapes, behind which anything may hide.
        var text = TextField.Check(value, int.MaxValue);
        return text.Messages is { } messages ? new Checked<ReadOnlyMemory<byte>?>(null, messages)
            : Base64Text.Decode(text.Value) is { } decoded ? decoded.AsMemory()
            : (ReadOnlyMemory<byte>?)null;
    }
}
