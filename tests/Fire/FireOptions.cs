namespace Usher.Tests.Fire;

/// <param name="Seed">Determines what every client does, and what is hit when.</param>
/// <param name="Length">How long bots are created and processes are hit; then the run waits for the last bot to end.</param>
/// <param name="HasExternalRunner">Whether an external runner takes the commands instead of the simulated one.</param>
/// <param name="Blows">How many blows there are, however long they take; null for as many as fit.</param>
/// <param name="App">The app's folder; null for this repository's development build.</param>
internal sealed record FireOptions(int Seed, int Bots, TimeSpan Length, bool HasExternalRunner, int? Blows = null, string? App = null)
{
    /// <summary>The project's limit, low enough to be reached at times.</summary>
    public int ConcurrencyLimit => Math.Max(6, Bots / 6);
}
