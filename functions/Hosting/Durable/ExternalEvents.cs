using Usher.Hosting.Durable.Protobuf;

namespace Usher.Hosting.Durable;

/// <summary>The events that were raised to an execution, and the waits for them.</summary>
internal sealed class ExternalEvents(OrchestratorThread thread)
{
    private readonly List<HistoryEvent> unconsumed = [];
    private readonly LinkedList<Wait> waits = [];

    /// <summary>The events that nobody waited for, in the order in which they came, as they came.</summary>
    public IEnumerable<HistoryEvent> Unconsumed => unconsumed;

    public Task<string?> Next(string name, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<string?>(cancellationToken);
        }

        var early = unconsumed.FindIndex(raised => Matches(name, raised));
        if (early >= 0)
        {
            var payload = unconsumed[early].EventRaised.Input;
            unconsumed.RemoveAt(early);
            return Task.FromResult<string?>(payload);
        }

        var wait = waits.AddLast(new Wait(name, new TaskCompletionSource<string?>()));
        cancellationToken.Register(() => Abandon(wait, cancellationToken));
        return wait.Value.Completion.Task;
    }

    public void Raise(HistoryEvent raised)
    {
        for (var wait = waits.First; wait is not null; wait = wait.Next)
        {
            if (Matches(wait.Value.Name, raised))
            {
                waits.Remove(wait);
                wait.Value.Completion.SetResult(raised.EventRaised.Input);
                return;
            }
        }

        unconsumed.Add(raised);
    }

    /// <summary>The code has returned: its forgotten waits take no more events.</summary>
    public void AbandonAll() => waits.Clear();

    public void CancelAll()
    {
        foreach (var wait in waits.ToList())
        {
            wait.Completion.TrySetCanceled();
        }
    }

    private void Abandon(LinkedListNode<Wait> wait, CancellationToken cancellationToken)
    {
        if (thread.Admits() && wait.List is not null)
        {
            waits.Remove(wait);
            wait.Value.Completion.TrySetCanceled(cancellationToken);
        }
    }

    private static bool Matches(string name, HistoryEvent raised) => string.Equals(name, raised.EventRaised.Name, StringComparison.OrdinalIgnoreCase);

    private sealed record Wait(string Name, TaskCompletionSource<string?> Completion);
}
