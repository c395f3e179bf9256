using System.Text.Json;
using System.Text.Json.Nodes;

namespace Usher.Api.Description;

/// <summary>
/// A settings schema as published: rules with their own messages become the standard keywords that they stand for, and a null default,
/// which means no default, is omitted unless null is a valid value.
/// </summary>
internal static class PublishedSchema
{
    public static JsonNode? Of(JsonElement schema) =>
        schema.ValueKind switch
        {
            JsonValueKind.Object => new JsonObject(
                schema
                    .EnumerateObject()
                    .Where(member =>
                        member.Name != "x-message"
                        && !(member.Name == "default" && member.Value.ValueKind == JsonValueKind.Null && !AllowsNull(schema))
                    )
                    .Select(member =>
                        member.Name switch
                        {
                            "x-enum" => KeyValuePair.Create("enum", Of(member.Value)),
                            "x-pattern" => KeyValuePair.Create("pattern", (JsonNode?)InAnyCase(member.Value.GetString()!)),
                            var name => KeyValuePair.Create(name, Of(member.Value)),
                        }
                    )
            ),
            JsonValueKind.Array => new JsonArray([.. schema.EnumerateArray().Select(Of)]),
            JsonValueKind.Null => null,
            _ => JsonValue.Create(schema),
        };

    /// <summary>The rule is case-insensitive. Its letters are literals.</summary>
    private static string InAnyCase(string pattern) =>
        string.Concat(pattern.Select(c => char.IsAsciiLetter(c) ? $"[{char.ToUpperInvariant(c)}{char.ToLowerInvariant(c)}]" : $"{c}"));

    private static bool AllowsNull(JsonElement schema) =>
        schema.TryGetProperty("type", out var type)
        && type.ValueKind == JsonValueKind.Array
        && type.EnumerateArray().Any(name => name.ValueEquals("null"));
}
