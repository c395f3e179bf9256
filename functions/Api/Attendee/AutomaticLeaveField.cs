using System.Text.Json;
using System.Text.Json.Nodes;
using Usher.Api.Validation;
using Usher.Bots;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary><c>automatic_leave_settings</c>: validated by hand, with Attendee's messages. As in Attendee, true counts as 1.</summary>
internal static class AutomaticLeaveField
{
    private const string Keywords = "bot_keywords";

    public static JsonNode? Check(JsonSchema schema, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return new JsonArray($"{PythonText.Repr(value)} is not of type 'object'");
        }

        var members = PythonText.Members(value).ToList();
        if (members.Find(member => !schema.Properties.ContainsKey(member.Key)) is { Key: { } unknown })
        {
            return new JsonArray($"Unexpected attribute: {unknown}");
        }

        if (SafeText.TryGet(value, Keywords, out var keywords) && keywords.ValueKind != JsonValueKind.Null)
        {
            if (keywords.ValueKind != JsonValueKind.Array)
            {
                return new JsonArray("bot_keywords must be a list of strings or null");
            }

            if (keywords.EnumerateArray().Any(keyword => keyword.ValueKind != JsonValueKind.String))
            {
                return new JsonArray("Each keyword in bot_keywords must be a string");
            }
        }

        foreach (var name in schema.Properties.Keys.Where(name => name != Keywords))
        {
            if (SafeText.TryGet(value, name, out var seconds) && !IsPositiveInteger(seconds))
            {
                return new JsonArray($"{name} must be a positive integer");
            }
        }

        return null;
    }

    /// <summary>Unlike other groups, an empty object also gets every default.</summary>
    public static void Complete(JsonObject settings)
    {
        foreach (
            var (name, value) in settings.Where(pair => pair.Value is JsonValue json && json.GetValueKind() == JsonValueKind.True).ToList()
        )
        {
            settings[name] = 1;
        }

        if (settings.Count == 0)
        {
            settings[Keywords] = null;
        }
    }

    private static bool IsPositiveInteger(JsonElement value) =>
        value.ValueKind == JsonValueKind.True
        || (PythonText.IsInteger(value) && value.GetRawText() is var digits && digits[0] != '-' && digits != "0");
}
