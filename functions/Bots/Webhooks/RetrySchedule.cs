namespace Usher.Bots.Webhooks;

/// <summary>When a failed delivery is retried.</summary>
internal static class RetrySchedule
{
    /// <summary>The delay after the first, second, … failure; the last delay is followed by one more attempt.</summary>
    public static readonly IReadOnlyList<TimeSpan> Delays =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(6),
    ];

    /// <summary>The total number of attempts.</summary>
    public static int MaxAttempts => Delays.Count + 1;

    /// <summary>The longest delay of the schedule, and the most that a receiver can ask for.</summary>
    public static TimeSpan Longest => Delays[^1];

    /// <summary>Adds up to a fifth, so that deliveries that failed together are not retried together.</summary>
    private const double MaxJitter = 0.2;

    /// <param name="attempts">The number of attempts so far.</param>
    /// <param name="retryAfter">The wait that the receiver asked for; it never shortens the delay.</param>
    /// <param name="random">From 0 to 1.</param>
    /// <param name="longest">Caps the delays of the schedule.</param>
    /// <returns>Null if no attempts are left.</returns>
    public static TimeSpan? Delay(int attempts, TimeSpan? retryAfter, double random, TimeSpan longest)
    {
        if (attempts >= MaxAttempts)
        {
            return null;
        }

        var scheduled = Delays[attempts - 1];
        var delay = (scheduled < longest ? scheduled : longest) * (1 + (MaxJitter * random));
        var asked =
            retryAfter is { } time && time < Longest ? time
            : retryAfter is null ? TimeSpan.Zero
            : Longest;
        return asked > delay ? asked : delay;
    }
}
