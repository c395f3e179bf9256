using System.Text.Json.Serialization;

namespace Usher.Api.MeetStream;

/// <param name="Status">Whether the bot has reached the stage.</param>
/// <param name="Timestamp">When the bot reached the stage; null if it has not.</param>
internal sealed record TimelineStage(
    string Message,
    bool Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Timestamp
);
