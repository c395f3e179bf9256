using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Usher.Api.Validation;
using Usher.Bots;
using Usher.Storage;

namespace Usher.Api.Attendee;

/// <summary><c>bot_image</c>: <c>{"type": "image/png", "data": "…base64…"}</c>, at most 5 MiB. A JPEG is taken as well.</summary>
internal static class BotImageField
{
    private const int MaxBytes = 5 * 1024 * 1024;

    private static readonly SearchValues<byte> LettersAndDigits =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"u8);

    public static Checked<BotImage> Check(JsonElement value)
    {
        var fields = new BodyFields(value);
        var type = fields.Read("type", choice => ChoiceField.Check(choice, "image/png", "image/jpeg"), required: true);
        var data = fields.Read("data", Decode, required: true);
        if (!fields.Errors.IsEmpty)
        {
            return new Checked<BotImage>(null, fields.Errors.ToJson());
        }

        return data.Bytes is not { } bytes ? Wrong("Invalid base64 encoded data")
            : bytes.Length > MaxBytes ? Wrong("The image must have no more than 5 MiB.")
            : type == "image/png" ? (ImageBytes.IsPng(bytes.Span) ? new BotImage(type, bytes) : Wrong("Data is not a valid png image."))
            : ImageBytes.IsJpeg(bytes.Span) ? new BotImage(type!, bytes)
            : Wrong("Data is not a valid jpeg image.");
    }

    /// <summary>
    /// From where it stands in the body: a picture has millions of characters, and a string of them would be twice as large, at every
    /// step again.
    /// </summary>
    private static Checked<Base64Data> Decode(JsonElement value)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value);
        if (value.ValueKind == JsonValueKind.String && !raw.Contains((byte)'\\') && raw.ContainsAny(LettersAndDigits))
        {
            var bytes = new byte[raw.Length * 3 / 4];
            return Base64Text.Decode(raw[1..^1], bytes) is { } length ? new Base64Data(bytes.AsMemory(0, length)) : new Base64Data(null);
        }

        // A number, a blank text, or escapes, behind which anything may hide.
        var text = TextField.Check(value, int.MaxValue);
        return text.Messages is { } messages ? new Checked<Base64Data>(default, messages)
            : Base64Text.Decode(text.Value) is { } decoded ? new Base64Data(decoded)
            : new Base64Data(null);
    }

    private static Checked<BotImage> Wrong(string message) => new(null, new JsonObject { [FieldErrors.NonField] = new JsonArray(message) });

    /// <param name="Bytes">Null: it is no base64.</param>
    private readonly record struct Base64Data(ReadOnlyMemory<byte>? Bytes);
}
