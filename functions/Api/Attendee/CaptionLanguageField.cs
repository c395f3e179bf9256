using System.Text.Json;
using System.Text.Json.Nodes;
using Usher.Api.Validation;
using Usher.Bots;

namespace Usher.Api.Attendee;

/// <summary>
/// <c>transcription_settings</c> of a bot in a meeting: the caption language in Teams or Google Meet, a subset of what a create request
/// accepts.
/// </summary>
internal static class CaptionLanguageField
{
    public const string Name = "transcription_settings";
    private const string Captions = "meeting_closed_captions";
    private static readonly string[] Languages = ["teams_language", "google_meet_language"];
    private static readonly JsonSchema Schema = JsonSchema.Parse(JsonElement.Parse(Document().ToJsonString()));

    /// <summary>The schema, both for validation and for the OpenAPI document.</summary>
    public static JsonObject Document()
    {
        var known = JsonNode.Parse(SettingsGroups.Document(Name).GetRawText())!["properties"]![Captions]!["properties"]!;
        return new JsonObject
        {
            ["description"] = "The new caption language, for one platform.",
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                [Captions] = new JsonObject
                {
                    ["oneOf"] = new JsonArray([.. Languages.Select(language => (JsonNode)Only(language, known[language]!))]),
                },
            },
            ["required"] = new JsonArray(Captions),
            ["additionalProperties"] = false,
        };
    }

    /// <returns>The settings to change, as they were sent.</returns>
    public static Checked<JsonText?> Check(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && !value.EnumerateObject().Any()
            ? Checked.Wrong<JsonText?>("At least one transcription setting must be provided")
        : SchemaValidator.Validate(Schema, value) is { } message ? Checked.Wrong<JsonText?>(message)
        : JsonText.Of(value);

    private static JsonObject Only(string language, JsonNode schema) =>
        new()
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { [language] = schema.DeepClone() },
            ["required"] = new JsonArray(language),
            ["additionalProperties"] = false,
        };
}
