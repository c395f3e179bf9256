using Usher.Storage;

namespace Usher.Lifecycle;

/// <summary>Tells whether the watchdog is working by the age of the oldest overdue deadline.</summary>
internal sealed class OverdueDeadlines(Deadlines deadlines, TimeProvider clock)
{
    /// <summary>The watchdog runs every 15 s; an older deadline shows that it does not run.</summary>
    private static readonly TimeSpan TooLong = TimeSpan.FromMinutes(2);

    /// <summary>Rows are ordered by minute, so the oldest deadline is among the first ones unless its minute holds more.</summary>
    private const int OldestAmong = 50;

    /// <summary>The oldest deadline that passed longer ago than the watchdog's patience; null if there is none.</summary>
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
