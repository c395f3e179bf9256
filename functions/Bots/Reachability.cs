namespace Usher.Bots;

/// <summary>When runners' reports could arrive: a pulse is recorded every few seconds, and a missing one is an outage.</summary>
/// <param name="At">The last pulse.</param>
/// <param name="Outages">The latest outages, in order.</param>
internal sealed record Reachability(DateTimeOffset At, IReadOnlyList<Outage> Outages)
{
    /// <summary>Pulses come every 10 s. A pulse that is merely late only postpones what silence would end.</summary>
    public static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(13);

    private const int Remembered = 100;

    public Reachability LookedAt(DateTimeOffset now) => new(now, [.. OutagesUntil(now).TakeLast(Remembered)]);

    public IReadOnlyList<Outage> OutagesUntil(DateTimeOffset now) => now - At > LongestGap ? [.. Outages, new Outage(At, now)] : Outages;
}
