using System.Text.Json;
using System.Text.Json.Nodes;
using Usher.Bots;
using Usher.Wire;

namespace Usher.Api.Validation;

/// <summary>What follows once a value matches its schema: rules with their own messages, and defaults.</summary>
internal static class SchemaDefaults
{
    /// <summary>
    /// The first broken rule, at its place: <c>{"audio": {"url": "URL must start with wss://"}}</c>; null if there is none.
    /// </summary>
    public static JsonObject? BrokenRule(JsonSchema schema, JsonElement value)
    {
        foreach (var (name, child) in schema.Properties)
        {
            if (value.ValueKind != JsonValueKind.Object || !SafeText.TryGet(value, name, out var property))
            {
                continue;
            }

            if (child.Rule is { } rule && property.ValueKind == JsonValueKind.String && !rule(SafeText.Of(property)))
            {
                return new JsonObject { [name] = child.RuleMessage };
            }

            if (BrokenRule(child, property) is { } broken)
            {
                return new JsonObject { [name] = broken };
            }
        }

        return null;
    }

    /// <summary>Fills in omitted members of existing objects. An empty object stays empty.</summary>
    public static void Apply(JsonSchema schema, JsonObject value)
    {
        if (value.Count == 0)
        {
            return;
        }

        Fill(schema, value);
    }

    /// <summary>The defaults of all properties.</summary>
    public static JsonObject All(JsonSchema schema)
    {
        var value = new JsonObject();
        Fill(schema, value);
        return value;
    }

    private static void Fill(JsonSchema schema, JsonObject value)
    {
        foreach (var (name, child) in schema.Properties)
        {
            if (child.Default.ValueKind != JsonValueKind.Undefined && !value.ContainsKey(name))
            {
                value[name] = JsonNode.Parse(child.Default.GetRawText());
            }
            else if (value[name] is JsonObject nested)
            {
                Apply(child, nested);
            }
        }
    }
}
