using System.Text.Json.Serialization;

namespace Usher.Verification;

/// <summary>The result of a verification.</summary>
/// <param name="Bots">The number of the project's bots.</param>
/// <param name="Differing">How many of them differ.</param>
/// <param name="Differences">The first 1,000 of these, ordered by id.</param>
internal sealed record VerifiedProject(
    [property: JsonPropertyName("bots")] int Bots,
    [property: JsonPropertyName("differing")] int Differing,
    [property: JsonPropertyName("differences")] IReadOnlyList<VerifiedBot> Differences
)
{
    /// <summary>Limits the list, because an orchestration's result must fit into one message.</summary>
    private const int MostListed = 1000;

    public static VerifiedProject From(int bots, IReadOnlyCollection<VerifiedBot> differences) =>
        new(bots, differences.Count, [.. differences.OrderBy(one => one.BotId, StringComparer.Ordinal).Take(MostListed)]);
}
