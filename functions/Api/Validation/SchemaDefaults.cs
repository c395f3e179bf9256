using System.Text.Json;
using System.Text.Json.Nodes;
using Usher.Bots;
using Usher.Wire;

namespace Usher.Api.Validation;

/// <summary>What follows once a value fits its schema: the rules with a sentence of their own, and the defaults.</summary>
internal static class SchemaDefaults
{
    /// <summary>
    /// The first rule that is broken, at its place: <c>{"audio": {"url": "URL must start with wss://"}}</c>; null: none is.
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

    /// <summary>Fills in what is left out, in the objects that are there; an empty object stays empty.</summary>
    public static void Apply(JsonSchema schema, JsonObject value)
    {
        if (value.Count == 0)
        {
            return;
        }

        Fill(schema, value);
    }

    /// <summary>As if every property had been left out.</summary>
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
