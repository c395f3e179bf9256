namespace Usher.Wire.Bodies;

/// <summary>How long storage may take over one request, with all retries.</summary>
internal sealed class StorageBudget : IDisposable
{
    /// <summary>30 s.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource time;
    private readonly CancellationTokenSource either;

    /// <param name="clock">Measures it.</param>
    /// <param name="connection">Who is gone waits for nothing either.</param>
    public StorageBudget(TimeProvider clock, CancellationToken connection)
    {
        time = new CancellationTokenSource(Length, clock);
        either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, connection);
    }

    public CancellationToken Token => either.Token;

    /// <summary>What takes long now is not storage. All of the budget is there again when that is over.</summary>
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
