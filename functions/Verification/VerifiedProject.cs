using System.Text.Json.Serialization;

namespace Usher.Verification;

/// <summary>What a verification has found.</summary>
/// <param name="Bots">How many bots the project has.</param>
/// <param name="Differing">How many of them differ.</param>
/// <param name="Differences">The first 1,000 of these, by their ids.</param>
internal sealed record VerifiedProject(
    [property: JsonPropertyName("bots")] int Bots,
    [property: JsonPropertyName("differing")] int Differing,
    [property: JsonPropertyName("differences")] IReadOnlyList<VerifiedBot> Differences
)
{
    /// <summary>An orchestration's result is one message.</summary>
    private const int MostListed = 1000;

    public static VerifiedProject From(int bots, IReadOnlyCollection<VerifiedBot> differences) =>
        new(bots, differences.Count, [.. differences.OrderBy(one => one.BotId, StringComparer.Ordinal).Take(MostListed)]);
}
