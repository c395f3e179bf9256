namespace Usher.Bots;

/// <summary>When runners' words could arrive: somebody looks every few seconds, and a look that is missing is an outage.</summary>
/// <param name="At">The last look.</param>
/// <param name="Outages">Those that are remembered, in order.</param>
internal sealed record Reachability(DateTimeOffset At, IReadOnlyList<Outage> Outages)
{
    /// <summary>Looks come every 10 s. One that is merely late only puts off what silence would end.</summary>
    public static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(13);

    private const int Remembered = 100;

    public Reachability LookedAt(DateTimeOffset now) => new(now, [.. OutagesUntil(now).TakeLast(Remembered)]);

    public IReadOnlyList<Outage> OutagesUntil(DateTimeOffset now) => now - At > LongestGap ? [.. Outages, new Outage(At, now)] : Outages;
}
