namespace Usher.Wire.Bodies;

/// <summary>The time that storage may take for one request, including all retries.</summary>
internal sealed class StorageBudget : IDisposable
{
    /// <summary>30 s.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource time;
    private readonly CancellationTokenSource either;

    /// <param name="clock">Measures the time.</param>
    /// <param name="connection">Also ends the wait when the client disconnects.</param>
    public StorageBudget(TimeProvider clock, CancellationToken connection)
    {
        time = new CancellationTokenSource(Length, clock);
        either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, connection);
    }

    public CancellationToken Token => either.Token;

    /// <summary>
    /// Stops the clock while the request waits for something other than storage. The full budget is available again afterwards.
    /// </summary>
    public IDisposable Stop()
    {
        time.CancelAfter(Timeout.InfiniteTimeSpan);
        return new Stopped(this);
    }

    public void Dispose()
    {
        either.Dispose();
        time.Dispose();
    }

    private sealed class Stopped(StorageBudget budget) : IDisposable
    {
        public void Dispose() => budget.time.CancelAfter(Length);
    }
}
