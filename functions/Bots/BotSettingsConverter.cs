using System.Text.Json;
using System.Text.Json.Serialization;

namespace Usher.Bots;

internal sealed class BotSettingsConverter : JsonConverter<BotSettings>
{
    public override BotSettings Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return new BotSettings(JsonText.Of(document.RootElement));
    }

    public override void Write(Utf8JsonWriter writer, BotSettings value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Json.Text);
}
