using System.Text.Json.Serialization;

namespace Usher.Verification;

/// <summary>What an activity has found.</summary>
/// <param name="Bots">How many it looked at.</param>
/// <param name="Next">Behind which bot the next page begins; null: this was the last.</param>
internal sealed record VerifiedPage(
    [property: JsonPropertyName("bots")] int Bots,
    [property: JsonPropertyName("differences")] IReadOnlyList<VerifiedBot> Differences,
    [property: JsonPropertyName("next")] string? Next
);
