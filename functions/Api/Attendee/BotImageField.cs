using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
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

    private static readonly SearchValues<byte> LettersAndDigits = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"u8);

    public static Checked<BotImage> Check(JsonElement value)
    {
        var fields = new BodyFields(value);
        var type = fields.Read("type", choice => ChoiceField.Check(choice, "image/png", "image/jpeg"), required: true);
        var data = fields.Read("data", Text, required: true);
        if (!fields.Errors.IsEmpty)
        {
            return new Checked<BotImage>(null, fields.Errors.ToJson());
        }

        if (Base64Text.Decode(data.AsSpan()) is not { } length)
        {
            return Wrong("Invalid base64 encoded data");
        }

        var bytes = data.AsMemory(0, length);
        return length > MaxBytes ? Wrong("The image must have no more than 5 MiB.")
            : type == "image/png" ? (ImageBytes.IsPng(bytes.Span) ? new BotImage(type, bytes) : Wrong("Data is not a valid png image."))
            : ImageBytes.IsJpeg(bytes.Span) ? new BotImage(type!, bytes)
            : Wrong("Data is not a valid jpeg image.");
    }

    /// <summary>As UTF-8: a picture has millions of characters, and a string of them would be twice as large, at every step again.</summary>
    private static Checked<byte[]> Text(JsonElement value)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value);
        if (value.ValueKind != JsonValueKind.String || raw.Contains((byte)'\\') || !raw.ContainsAny(LettersAndDigits))
        {
            // A number, a blank text, or escapes, behind which anything may hide.
            var text = TextField.Check(value, int.MaxValue);
            return new Checked<byte[]>(text.Value is null ? null : Encoding.UTF8.GetBytes(text.Value), text.Messages);
        }

        return raw[1..^1].ToArray();
    }

    private static Checked<BotImage> Wrong(string message) => new(null, new JsonObject { [FieldErrors.NonField] = new JsonArray(message) });
}
