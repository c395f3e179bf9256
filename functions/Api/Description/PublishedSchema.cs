using System.Text.Json;
using System.Text.Json.Nodes;

namespace Usher.Api.Description;

/// <summary>
/// The schema of a settings group as others read it: the rules that have a sentence of their own are the standard keywords that they stand
/// for, and a default of null, which says that there is none, is left out where null is no value.
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

    /// <summary>The rule does not look at the case of letters, which stand for themselves in it.</summary>
    private static string InAnyCase(string pattern) =>
        string.Concat(pattern.Select(c => char.IsAsciiLetter(c) ? $"[{char.ToUpperInvariant(c)}{char.ToLowerInvariant(c)}]" : $"{c}"));

    private static bool AllowsNull(JsonElement schema) =>
        schema.TryGetProperty("type", out var type)
        && type.ValueKind == JsonValueKind.Array
        && type.EnumerateArray().Any(name => name.ValueEquals("null"));
}
