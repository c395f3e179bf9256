using System.Text.Json;
using System.Text.Json.Serialization;

namespace Usher.Runner;

/// <summary>The response to a granted claim: everything about the bot that its command does not contain.</summary>
/// <param name="ImageUrl">The URL of the bot's picture, readable with the command's token; null if it has none.</param>
/// <param name="Payload">The parameters of a meeting command; absent if there are none.</param>
/// <param name="MediaUrl">The URL of the command's picture or sound; absent if there is none.</param>
internal sealed record RunnerClaim(
    string State,
    JsonElement Settings,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] JsonElement? Metadata,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? ImageUrl,
    JsonElement? Payload = null,
    string? MediaUrl = null
);
