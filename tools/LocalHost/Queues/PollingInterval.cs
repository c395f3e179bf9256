namespace Usher.LocalHost.Queues;

/// <summary>How long to wait before an empty queue is asked again: 100 ms, doubling up to the maximum, spread by a fifth. Source: QueueListener.</summary>
internal sealed class PollingInterval(TimeSpan maximum, Random random)
{
    public static readonly TimeSpan Minimum = TimeSpan.FromMilliseconds(100);

    private TimeSpan current = Minimum;

    public TimeSpan Next()
    {
        var spread = current * (0.8 + (0.4 * random.NextDouble()));
        current = Least(current * 2, maximum);
        return Least(spread, maximum);
    }

    /// <summary>Something came.</summary>
    public void Reset() => current = Minimum;

    private static TimeSpan Least(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
