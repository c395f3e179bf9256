using System.Text.Json.Serialization;

namespace Usher.Api.MeetStream;

/// <param name="Status">The bot has come to this stage.</param>
/// <param name="Timestamp">When; null: it has not.</param>
internal sealed record TimelineStage(
    string Message,
    bool Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Timestamp
);
