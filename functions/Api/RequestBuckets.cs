using System.Collections.Concurrent;

namespace Usher.Api;

/// <summary>
/// Token buckets, one per key. A bucket holds a minute's quota, starts full and refills evenly. Each instance of the app has its own
/// buckets, so that no request waits for a shared row.
/// </summary>
internal sealed class RequestBuckets(int perMinute, TimeProvider clock)
{
    public static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Bucket> buckets = new(StringComparer.Ordinal);
    private long cleanedAt = clock.GetTimestamp();

    public int Count => buckets.Count;

    /// <param name="who">The key of the bucket.</param>
    /// <returns>The seconds until the next token, 0 if one was taken; the tokens left; the seconds until the bucket is full.</returns>
    public (int SecondsToWait, int Left, int SecondsToFull) Take(string who)
    {
        RemoveFull();
        var (isTaken, tokens) = buckets.GetOrAdd(who, _ => new Bucket(perMinute, clock)).Take();
        return (isTaken ? 0 : SecondsFor(1 - tokens), (int)tokens, SecondsFor(perMinute - tokens));
    }

    private int SecondsFor(double tokens) => (int)Math.Ceiling((tokens / perMinute * Minute.TotalSeconds) - 1e-9);

    /// <summary>Removes full buckets: they are equivalent to new ones.</summary>
    private void RemoveFull()
    {
        var (last, now) = (Interlocked.Read(ref cleanedAt), clock.GetTimestamp());
        if (clock.GetElapsedTime(last, now) < Minute || Interlocked.CompareExchange(ref cleanedAt, now, last) != last)
        {
            return;
        }

        foreach (var (who, bucket) in buckets)
        {
            if (bucket.IsFull(now))
            {
                buckets.TryRemove(who, out _);
            }
        }
    }

    private sealed class Bucket(int size, TimeProvider clock)
    {
        private readonly Lock gate = new();
        private double tokens = size;
        private long filledAt = clock.GetTimestamp();

        /// <returns>Whether a token was taken, and how many are left.</returns>
        public (bool IsTaken, double Left) Take()
        {
            lock (gate)
            {
                var now = clock.GetTimestamp();
                tokens = Math.Min(size, tokens + (clock.GetElapsedTime(filledAt, now) / Minute * size));
                filledAt = now;
                var isTaken = tokens >= 1;
                tokens -= isTaken ? 1 : 0;
                return (isTaken, tokens);
            }
        }

        public bool IsFull(long now)
        {
            lock (gate)
            {
                return clock.GetElapsedTime(filledAt, now) >= Minute;
            }
        }
    }
}
