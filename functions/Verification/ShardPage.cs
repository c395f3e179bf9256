using System.Text.Json.Serialization;

namespace Usher.Verification;

/// <summary>The bots of a shard from one on: so many as an activity verifies in a moment.</summary>
/// <param name="Repair">Projections that differ are written anew.</param>
/// <param name="After">Behind this bot; null: from the first one on.</param>
internal sealed record ShardPage(
    [property: JsonPropertyName("project")] string Project,
    [property: JsonPropertyName("shard")] int Shard,
    [property: JsonPropertyName("repair")] bool Repair,
    [property: JsonPropertyName("after")] string? After
);
