using System.Text.Json;
using System.Text.Json.Nodes;
using Usher.Api.Validation;
using Usher.Bots;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary>One settings object of the create request: its schema, and what the schema does not say.</summary>
internal sealed record SettingsGroup(string Name, JsonSchema Schema)
{
    /// <summary>Why the group cannot be used at all here; null: it can.</summary>
    public Func<SettingsContext, string?> Refuse { get; init; } = _ => null;

    /// <summary>The value that is checked in place of the given one.</summary>
    public Func<JsonElement, SettingsContext, JsonElement> AsChecked { get; init; } = (value, _) => value;

    /// <summary>What is wrong with the given value; null: nothing.</summary>
    public Func<JsonSchema, JsonElement, JsonNode?> Check { get; init; } =
        (schema, value) =>
            SchemaValidator.Validate(schema, value) is { } message ? new JsonArray(message) : SchemaDefaults.BrokenRule(schema, value);

    /// <summary>Sets what depends on other values of the group, before the defaults.</summary>
    public Action<JsonObject> Complete { get; init; } = _ => { };

    /// <summary>What else is wrong, looked at last.</summary>
    public Func<JsonObject, SettingsContext, JsonNode?> Rule { get; init; } = (_, _) => null;

    /// <summary>The value of a group that was not sent; null: none.</summary>
    public Func<SettingsContext, JsonText?> WhenAbsent { get; init; } = _ => null;

    public Checked<JsonText?> Read(JsonElement value, SettingsContext context)
    {
        if (Refuse(context) is { } refusal)
        {
            return Checked.Wrong<JsonText?>(refusal);
        }

        if (Check(Schema, AsChecked(value, context)) is { } wrong)
        {
            return new Checked<JsonText?>(null, wrong);
        }

        if (SafeText.IsUnsafe(value))
        {
            return Checked.Wrong<JsonText?>(SafeText.NotAllowed);
        }

        var node = JsonTree.Node(value);
        if (node is JsonObject settings)
        {
            Complete(settings);
            SchemaDefaults.Apply(Schema, settings);
            if (Rule(settings, context) is { } broken)
            {
                return new Checked<JsonText?>(null, broken);
            }
        }

        return JsonText.Of(node!);
    }
}
