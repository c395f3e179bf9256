using System.Text.Json;
using System.Text.Json.Nodes;

namespace Usher.Bots;

/// <summary>A JSON value kept and passed through as compact text. Two are equal if their texts are.</summary>
internal readonly record struct JsonText(string Text)
{
    public static readonly JsonText EmptyObject = new("{}");

    public static JsonText Of(JsonElement element) => new(JsonSerializer.Serialize(element, BotJson.Relaxed.JsonElement));

    public static JsonText Of(JsonNode node) => new(node.ToJsonString(BotJson.Relaxed.Options));

    public JsonElement Element
    {
        get
        {
            using var document = JsonDocument.Parse(Text);
            return document.RootElement.Clone();
        }
    }

    /// <summary>Whether names and values are the same, regardless of order and formatting.</summary>
    public bool DeepEquals(JsonText other) => JsonElement.DeepEquals(Element, other.Element);

    public override string ToString() => Text;
}
