using System.Text.Json.Serialization;
using Usher.Bots;

namespace Usher.Verification;

/// <summary>How far a verification is, and what it has found so far.</summary>
/// <param name="Bots">How many were looked at.</param>
/// <param name="Differing">How many of them differ.</param>
/// <param name="PartitionsDone">How many partitions of the project are through.</param>
/// <param name="Partitions">How many there are.</param>
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
