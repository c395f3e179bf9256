namespace Usher.Lifecycle;

/// <summary>How long a dispatcher waits for events that were announced and are not there.</summary>
internal static class AnnouncementWait
{
    /// <summary>After that they are fenced off: no writer takes longer from its announcement to its transaction.</summary>
    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(60);

    /// <summary>In seconds.</summary>
    public const int LongestDelay = 32;

    /// <summary>1, 2, 4 seconds and so on, up to <paramref name="longest"/>.</summary>
    /// <param name="attempt">How often the announcement has come already.</param>
    /// <param name="longest">In seconds.</param>
    public static TimeSpan Before(int attempt, int longest = LongestDelay) => TimeSpan.FromSeconds(Math.Min(Math.Pow(2, attempt), longest));
}
