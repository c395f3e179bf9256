namespace Usher.Lifecycle;

/// <summary>How long a dispatcher waits for events that were announced but are not stored yet.</summary>
internal static class AnnouncementWait
{
    /// <summary>
    /// After this time the events are fenced off. It is longer than any writer takes from its announcement to its transaction.
    /// </summary>
    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(60);

    /// <summary>In seconds.</summary>
    public const int LongestDelay = 32;

    /// <summary>Doubles from 1 second: 1, 2, 4 and so on, up to <paramref name="longest"/>.</summary>
    /// <param name="attempt">How often the announcement has been received before.</param>
    /// <param name="longest">The longest delay, in seconds.</param>
    public static TimeSpan Before(int attempt, int longest = LongestDelay) => TimeSpan.FromSeconds(Math.Min(Math.Pow(2, attempt), longest));
}
