using System.Text.Json;
using System.Text.Json.Nodes;
using Usher.Api.Validation;
using Usher.Storage;

namespace Usher.Api.Attendee;

/// <summary>An image: <c>{"type": "image/png", "data": "…base64…"}</c>, or a JPEG.</summary>
internal static class BotImageField
{
    /// <summary><c>bot_image</c>, limited to 5 MiB.</summary>
    private const int MaxBytes = 5 * 1024 * 1024;

    public static readonly IReadOnlyList<string> Fields = ["type", "data"];

    public static Checked<BotFile> Check(JsonElement value) => Check(value, MaxBytes);

    public static Checked<BotFile> Check(JsonElement value, int maxBytes)
    {
        var fields = new BodyFields(value);
        var type = fields.Read("type", choice => ChoiceField.Check(choice, "image/png", "image/jpeg"), required: true);
        var data = fields.Read("data", Base64Field.Decode, required: true);
        if (!fields.Errors.IsEmpty)
        {
            return new Checked<BotFile>(null, fields.Errors.ToJson());
        }

        return data is not { } bytes ? Wrong("Invalid base64 encoded data")
            : bytes.Length > maxBytes ? Wrong("The image must be no larger than 5 MiB.")
            : type == "image/png" ? (ImageBytes.IsPng(bytes) ? new BotFile(type, bytes) : Wrong("Data is not a valid png image."))
            : ImageBytes.IsJpeg(bytes.Span) ? new BotFile(type!, bytes)
            : Wrong("Data is not a valid jpeg image.");
    }

    private static Checked<BotFile> Wrong(string message) => new(null, new JsonObject { [FieldErrors.NonField] = new JsonArray(message) });
}
