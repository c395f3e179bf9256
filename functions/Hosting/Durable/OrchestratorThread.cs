namespace Usher.Hosting.Durable;

/// <summary>
/// Runs an orchestrator's code on the thread of its turn and nowhere else. Continuations of the code's awaits come here, because this is the
/// synchronization context under which the code runs, and wait in line until <see cref="Run"/>; so the code never runs in the middle of an event.
/// <para>
/// Tasks are completed outside this context and without RunContinuationsAsynchronously: with that flag Task.WhenAny would finish on the thread pool.
/// </para>
/// </summary>
internal sealed class OrchestratorThread : SynchronizationContext
{
    private readonly int thread = Environment.CurrentManagedThreadId;
    private readonly Queue<(SendOrPostCallback Callback, object? State)> line = [];
    private volatile bool ended;
    private volatile bool foreignersCame;

    /// <summary>
    /// Something that is not part of the orchestration finished on another thread, and the code waits for it. What it would have gone on with was dropped.
    /// Only a hint: it may also finish after the turn.
    /// </summary>
    public bool ForeignersCame => foreignersCame;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (Admits())
        {
            line.Enqueue((d, state));
        }
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("An orchestrator's code cannot be called from outside.");

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Lets the code go on until it waits again.</summary>
    public void Run()
    {
        var outer = Current;
        SetSynchronizationContext(this);
        try
        {
            while (line.TryDequeue(out var next))
            {
                next.Callback(next.State);
            }
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    /// <summary>From now on nothing of the code runs, whatever finishes later.</summary>
    public void End() => ended = true;

    /// <summary>True for a caller on the turn's own thread while the turn lasts. Any other is a foreigner, and remembered.</summary>
    public bool Admits()
    {
        var here = !ended && Environment.CurrentManagedThreadId == thread;
        if (!here)
        {
            foreignersCame = true;
        }

        return here;
    }

    /// <exception cref="NonDeterministicOrchestrationException">The caller runs on another thread, or after its turn.</exception>
    public void DemandAdmission()
    {
        if (!Admits())
        {
            throw NonDeterministicOrchestrationException.ForForeignWait();
        }
    }
}
