using System.Collections.Concurrent;
using Usher.Tests.Fire.Checker;

namespace Usher.Tests.Fire;

/// <summary>What the parties record during the fire.</summary>
internal sealed class FireJournal
{
    public ConcurrentQueue<Call> Calls { get; } = new();

    public ConcurrentQueue<RunnerAct> Runner { get; } = new();

    public ConcurrentQueue<Outage> Outages { get; } = new();

    public ConcurrentQueue<Rotation> Rotations { get; } = new();

    public string Progress() =>
        $"{Calls.Where(call => call is { Kind: "create", IsDone: true }).Select(call => call.Bot).Distinct().Count()} bots, "
        + $"{Calls.Count + Runner.Count(act => act.Kind is not ("receive" or "abandon"))} requests, {Calls.Count(call => call.Status is null)} of the clients' unanswered; "
        + string.Join(", ", Blows());

    /// <summary>How often each target was hit, and how long it took on average until everything answered again.</summary>
    public IEnumerable<string> Blows() =>
        Outages
            .GroupBy(outage => outage.Kind)
            .OrderBy(outages => outages.Key)
            .Select(outages =>
                $"{outages.Key} {outages.Count()} ({outages.Average(outage => (outage.To - outage.From).TotalSeconds):F1} s)"
            );
}
