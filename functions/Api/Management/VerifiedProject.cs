using Usher.Storage;

namespace Usher.Api.Management;

/// <param name="Bots">How many there are.</param>
internal sealed record VerifiedProject(int Bots, IReadOnlyList<DifferenceResource> Differences)
{
    public static VerifiedProject From(int bots, IReadOnlyList<StreamDifference> differences) =>
        new(bots, [.. differences.Select(difference => new DifferenceResource(difference.Bot.ToString(), difference.What, difference.IsRepaired))]);
}
