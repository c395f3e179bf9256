using Usher.Tests.Fire.Checker;

namespace Usher.Tests.Fire;

/// <param name="Requests">The number sent by the clients and the runner.</param>
internal sealed record FireResult(
    FireOptions Options,
    IReadOnlyList<Violation> Violations,
    int Bots,
    int Requests,
    IReadOnlyList<string> Blows,
    TimeSpan LongestLateness,
    TimeSpan Took
)
{
    public override string ToString() =>
        $"Seed {Options.Seed}: {Bots} bots, {Requests} requests, {string.Join(", ", Blows)}; the latest joined {LongestLateness.TotalSeconds:F1} s after its time; {Took:mm\\:ss}. "
        + (Violations.Count == 0 ? "Every rule holds." : $"{Violations.Count} violations.");
}
