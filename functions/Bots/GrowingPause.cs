namespace Usher.Bots;

/// <summary>How long to wait before what has failed is tried again: 5 s, 10 s, 20 s and so on, up to 10 minutes.</summary>
internal static class GrowingPause
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <param name="failures">How often it has failed in a row; at least once.</param>
    public static TimeSpan After(int failures) => failures <= 7 ? First * Math.Pow(2, failures - 1) : Longest;
}
