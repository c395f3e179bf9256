using System.Text.Json.Serialization;

namespace Usher.Api.MeetStream;

/// <summary>One page of bots, the oldest first.</summary>
/// <param name="NextCursor">Null: this is the last page.</param>
internal sealed record BotList(
    IReadOnlyList<ListedBot> Bots,
    [property: JsonPropertyName("hasNextPage")] bool HasNextPage,
    [property: JsonPropertyName("nextCursor"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? NextCursor
);
