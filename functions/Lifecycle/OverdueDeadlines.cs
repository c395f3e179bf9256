using Usher.Storage;

namespace Usher.Lifecycle;

/// <summary>Whether the watchdog does its work: how old the oldest deadline is that nobody has looked at.</summary>
internal sealed class OverdueDeadlines(Deadlines deadlines, TimeProvider clock)
{
    /// <summary>The watchdog looks every 15 s: what is older says that nobody does.</summary>
    private static readonly TimeSpan TooLong = TimeSpan.FromMinutes(2);

    /// <summary>Rows are in the order of minutes, so the oldest is among the first, unless there are more of its minute.</summary>
    private const int OldestAmong = 50;

    /// <summary>Of those that passed longer ago than the watchdog's patience; null: there is none.</summary>
    public async Task<DateTimeOffset?> OldestAsync(CancellationToken cancellationToken)
    {
        var passed = await deadlines
            .PassedAsync(clock.GetUtcNow() - WakeOverdueBots.Patience, cancellationToken, OldestAmong)
            .Take(OldestAmong)
            .ToListAsync(cancellationToken);
        return passed.MinBy(stored => stored.Deadline.DueAt)?.Deadline.DueAt;
    }

    public bool IsTooLong(DateTimeOffset? oldest) => clock.GetUtcNow() - oldest > TooLong;
}
