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
    private bool probing;
    private bool wouldGoOn;

    /// <summary>
    /// The code left its thread: it used the context from another one, or something that is not part of the orchestration finished there and would have
    /// made it go on. That was refused. Not every such code is found so: what it waits for may also finish after the turn.
    /// </summary>
    public bool ForeignersCame => foreignersCame;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (!Admits())
        {
            return;
        }

        if (probing)
        {
            wouldGoOn = true;
        }
        else
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

    /// <summary>
    /// Whether the code would go on if this happened. It does not: this is the last question of a turn, and finds code that waits for something foreign
    /// even where that takes longer than the turn.
    /// </summary>
    public bool WouldGoOnAfter(Action happening)
    {
        probing = true;
        happening();
        return wouldGoOn;
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
        if (probing || !Admits())
        {
            throw NonDeterministicOrchestrationException.ForForeignWait();
        }
    }
}
