using System.Text.Json.Serialization;

namespace Usher.Api.MeetStream;

/// <summary>A page of bots, oldest first.</summary>
/// <param name="NextCursor">Null on the last page.</param>
internal sealed record BotList(
    IReadOnlyList<ListedBot> Bots,
    [property: JsonPropertyName("hasNextPage")] bool HasNextPage,
    [property: JsonPropertyName("nextCursor"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? NextCursor
);
