using System.Text.Json.Serialization;

namespace Usher.Verification;

/// <summary>A page of a shard's bots, small enough for one short activity.</summary>
/// <param name="Repair">Whether to rewrite projections that differ.</param>
/// <param name="After">The bot to continue after; null to start with the first.</param>
internal sealed record ShardPage(
    [property: JsonPropertyName("project")] string Project,
    [property: JsonPropertyName("shard")] int Shard,
    [property: JsonPropertyName("repair")] bool Repair,
    [property: JsonPropertyName("after")] string? After
);
