using System.Text.Json;
using System.Text.Json.Nodes;

namespace Usher.Api.Validation;

/// <summary>A JSON value as a tree that can be modified. For duplicate names, the last value counts.</summary>
internal static class JsonTree
{
    public static JsonNode? Node(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => new JsonObject(
                PythonText.Members(value).Select(member => KeyValuePair.Create(member.Key, Node(member.Value)))
            ),
            JsonValueKind.Array => new JsonArray([.. value.EnumerateArray().Select(Node)]),
            JsonValueKind.Null => null,
            _ => JsonValue.Create(value),
        };
}
