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

    public static Checked<BotImage> Check(JsonElement value)
    {
        var fields = new BodyFields(value);
        var type = fields.Read("type", choice => ChoiceField.Check(choice, "image/png", "image/jpeg"), required: true);
        var data = fields.Read("data", text => TextField.Check(text, int.MaxValue), required: true);
        if (!fields.Errors.IsEmpty)
        {
            return new Checked<BotImage>(null, fields.Errors.ToJson());
        }

        return Base64Text.Decode(data!) is not { } bytes ? Wrong("Invalid base64 encoded data")
            : bytes.Length > MaxBytes ? Wrong("The image must have no more than 5 MiB.")
            : type == "image/png" ? (ImageBytes.IsPng(bytes) ? new BotImage(type, bytes) : Wrong("Data is not a valid png image."))
            : ImageBytes.IsJpeg(bytes) ? new BotImage(type!, bytes)
            : Wrong("Data is not a valid jpeg image.");
    }

    private static Checked<BotImage> Wrong(string message) => new(null, new JsonObject { [FieldErrors.NonField] = new JsonArray(message) });
}
