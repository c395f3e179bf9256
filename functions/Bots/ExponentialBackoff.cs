namespace Usher.Bots;

/// <summary>The pause before a retry: 5 s, 10 s, 20 s and so on, up to 10 minutes.</summary>
internal static class ExponentialBackoff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <param name="failures">The number of failures in a row; at least one.</param>
    public static TimeSpan After(int failures) => failures <= 7 ? First * Math.Pow(2, failures - 1) : Longest;
}
