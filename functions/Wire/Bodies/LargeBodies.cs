using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Usher.Wire.Bodies;

/// <summary>
/// Large bodies are few at a time, so that none of them, and no crowd of them, costs the instance its memory. Each that is read has a
/// buffer, which the next one uses again.
/// What comes of a body while it is worked on can be many times as large, so that is done one by one. Who comes when all places are taken
/// stands in a short line.
/// </summary>
internal sealed class LargeBodies(TimeProvider clock) : IDisposable
{
    /// <summary>A body of more bytes is large: 64 KiB. Any number may be smaller.</summary>
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

    /// <param name="response">The place is held until it is complete.</param>
    /// <param name="cancellationToken">Whose it is does not wait any more.</param>
    /// <returns>Null where there is no place for it, and none becomes free in time.</returns>
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
            // What the last ones left: by itself the collector would wait for more of it than a small instance has.
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

    /// <summary>An app that has become quiet does not collect by itself: what the last large bodies left would stay for hours.</summary>
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
