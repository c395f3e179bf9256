using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Usher.Wire.Bodies;

/// <summary>
/// Limits the number of large bodies in memory, so that neither a single one nor many at once exhaust the instance's memory. Each has a
/// buffer, which is reused. Processing a body can take many times its size, so only one is processed at a time. When all slots are taken, a
/// few requests wait in a queue.
/// </summary>
internal sealed class LargeBodies(TimeProvider clock) : IDisposable
{
    /// <summary>Bodies over 64 KiB are large. Smaller bodies are not limited.</summary>
    public const int From = 64 * 1024;

    private const int Places = 6;
    private const int WorkPlaces = 1;
    private const int Line = 32;
    private const long MuchGarbage = 48 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim places = new(Places, Places);
    private readonly SemaphoreSlim workPlaces = new(WorkPlaces, WorkPlaces);
    private readonly ConcurrentBag<NativeBuffer> buffers = [];
    private readonly Lock gate = new();
    private ITimer? rest;
    private int waiting;

    /// <param name="response">Holds the slot until it is complete.</param>
    /// <param name="cancellationToken">Canceled when the client no longer waits.</param>
    /// <returns>Null if no slot becomes free in time.</returns>
    [SuppressMessage("Reliability", "CA2000", Justification = "The place is the response's, and gives the buffer back.")]
    public async Task<LargeBody?> EnterAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        if (!await HasPlaceAsync(cancellationToken))
        {
            return null;
        }

        var place = new LargeBody(this, buffers.TryTake(out var buffer) ? buffer : new NativeBuffer(JsonBody.MaxBytes + 1));
        response.RegisterForDispose(place);
        return place;
    }

    public async Task BeginWorkAsync(CancellationToken cancellationToken)
    {
        await workPlaces.WaitAsync(cancellationToken);
        if (GC.GetTotalMemory(forceFullCollection: false) > MuchGarbage)
        {
            // Collect what earlier bodies left: the collector would otherwise wait for more garbage than a small instance can hold.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
        }
    }

    public void Leave(NativeBuffer buffer, bool isWorkedOn)
    {
        _ = isWorkedOn ? workPlaces.Release() : 0;
        buffers.Add(buffer);
        places.Release();
        lock (gate)
        {
            rest ??= clock.CreateTimer(_ => Tidy(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            rest.Change(Rest, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        rest?.Dispose();
        places.Dispose();
        workPlaces.Dispose();
    }

    private async Task<bool> HasPlaceAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            if (Interlocked.Increment(ref waiting) > Line)
            {
                return false;
            }

            await places.WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    /// <summary>An idle app does not collect garbage, so what the last large bodies left would stay for hours.</summary>
    private void Tidy()
    {
        if (places.CurrentCount == Places)
        {
            while (buffers.TryTake(out var buffer))
            {
                ((IDisposable)buffer).Dispose();
            }

            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }
}
