using System.Text.Json.Serialization;
using Usher.Bots;

namespace Usher.Verification;

/// <summary>The progress of a verification and its findings so far.</summary>
/// <param name="Bots">The number of bots checked.</param>
/// <param name="Differing">How many of them differ.</param>
/// <param name="PartitionsDone">The number of the project's partitions that are done.</param>
/// <param name="Partitions">The total number of partitions.</param>
internal sealed record VerificationProgress(
    [property: JsonPropertyName("bots")] int Bots,
    [property: JsonPropertyName("differing")] int Differing,
    [property: JsonPropertyName("partitions_done")] int PartitionsDone,
    [property: JsonPropertyName("partitions")] int Partitions
)
{
    public static readonly VerificationProgress None = new(0, 0, 0, BotId.Shards);

    public VerificationProgress With(VerifiedPage page) =>
        this with
        {
            Bots = Bots + page.Bots,
            Differing = Differing + page.Differences.Count,
            PartitionsDone = PartitionsDone + (page.Next is null ? 1 : 0),
        };
}
