using System.Text.Json;
using System.Text.Json.Serialization;

namespace Usher.Bots;

internal sealed class BotIdConverter : JsonConverter<BotId>
{
    public override BotId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        BotId.Parse(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, BotId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
