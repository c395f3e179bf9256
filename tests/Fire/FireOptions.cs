namespace Usher.Tests.Fire;

/// <param name="Seed">What everybody wants, and what hits whom when, follows from it.</param>
/// <param name="Length">How long bots are created and processes are hit; what follows is the wait for the end of the last bot.</param>
/// <param name="HasExternalRunner">Commands are taken by a runner outside of the app instead of the simulated one.</param>
/// <param name="Blows">How many there are, however long they take; null: as many as fit into the time.</param>
/// <param name="App">The folder of the app; null: this repository's, as it is developed with.</param>
internal sealed record FireOptions(int Seed, int Bots, TimeSpan Length, bool HasExternalRunner, int? Blows = null, string? App = null)
{
    /// <summary>Of the project: so many that it is reached at times.</summary>
    public int ConcurrencyLimit => Math.Max(6, Bots / 6);
}
