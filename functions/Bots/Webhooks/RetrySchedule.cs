namespace Usher.Bots.Webhooks;

/// <summary>When a delivery that failed is tried again.</summary>
internal static class RetrySchedule
{
    /// <summary>Waited after the first, second, … failure; after the last of them there is one more attempt.</summary>
    public static readonly IReadOnlyList<TimeSpan> Delays =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(6),
    ];

    /// <summary>Attempts in all.</summary>
    public static int MaxAttempts => Delays.Count + 1;

    /// <summary>Of the schedule; a receiver that asks for more time gets no more either.</summary>
    public static TimeSpan Longest => Delays[^1];

    /// <summary>Up to a fifth is added, so that what failed together does not come back together.</summary>
    private const double MaxJitter = 0.2;

    /// <param name="attempts">How many there have been.</param>
    /// <param name="retryAfter">What the receiver asked for; it never shortens the wait.</param>
    /// <param name="random">0 up to 1.</param>
    /// <param name="longest">No delay of the schedule is longer.</param>
    /// <returns>Null: no more attempts.</returns>
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
