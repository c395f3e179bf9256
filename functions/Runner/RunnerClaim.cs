using System.Text.Json;
using System.Text.Json.Serialization;

namespace Usher.Runner;

/// <summary>The answer to a claim that is granted: everything about the bot that its command does not say.</summary>
/// <param name="ImageUrl">Where the bot's picture is, with the command's token; null: it has none.</param>
/// <param name="Payload">How a command for the meeting is to be carried out; absent where there is nothing to say.</param>
/// <param name="MediaUrl">Where the picture or sound is that the command is about; absent where there is none.</param>
internal sealed record RunnerClaim(
    string State,
    JsonElement Settings,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] JsonElement? Metadata,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? ImageUrl,
    JsonElement? Payload = null,
    string? MediaUrl = null
);
