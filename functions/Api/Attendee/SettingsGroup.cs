using System.Text.Json;
using System.Text.Json.Nodes;
using Usher.Api.Validation;
using Usher.Bots;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary>A settings object of the create request: its schema, and rules that the schema cannot express.</summary>
internal sealed record SettingsGroup(string Name, JsonSchema Schema)
{
    /// <summary>Why the group is not supported here; null if it is.</summary>
    public Func<SettingsContext, string?> Refuse { get; init; } = _ => null;

    /// <summary>Maps the given value to the value to validate.</summary>
    public Func<JsonElement, SettingsContext, JsonElement> AsChecked { get; init; } = (value, _) => value;

    /// <summary>Errors of the value; null if it is valid.</summary>
    public Func<JsonSchema, JsonElement, JsonNode?> Check { get; init; } =
        (schema, value) =>
            SchemaValidator.Validate(schema, value) is { } message ? new JsonArray(message) : SchemaDefaults.BrokenRule(schema, value);

    /// <summary>Sets members that depend on other members, before the defaults apply.</summary>
    public Action<JsonObject> Complete { get; init; } = _ => { };

    /// <summary>Errors that are checked last; null if there are none.</summary>
    public Func<JsonObject, SettingsContext, JsonNode?> Rule { get; init; } = (_, _) => null;

    /// <summary>The value of an absent group; null for none.</summary>
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
