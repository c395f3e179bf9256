namespace Usher.LocalHost.Durable;

/// <summary>What the real backend does now and then, on request: deliveries twice, and early events lost.</summary>
internal sealed class DurableFaults(DurableOptions options)
{
    private int deliveries;
    private int earlyEvents;

    public bool Duplicates() => Every(options.DuplicateEvery, ref deliveries);

    public bool LosesEarlyEvent() => Every(options.LoseEarlyEventEvery, ref earlyEvents);

    private static bool Every(int period, ref int count) => period > 0 && Interlocked.Increment(ref count) % period == 0;
}
