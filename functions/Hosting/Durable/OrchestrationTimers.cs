using Google.Protobuf.WellKnownTypes;
using Usher.Hosting.Durable.Protobuf;

namespace Usher.Hosting.Durable;

/// <summary>The timers of an execution that have neither fired nor been cancelled.</summary>
internal sealed class OrchestrationTimers(OrchestratorThread thread, PendingActions actions)
{
    /// <summary>
    /// The backend's timers are messages that a storage queue hides, for seven days at most; a longer one it can never store, and tries again for ever.
    /// So a long wait is made of timers of three days, where the extension's own worker splits too. Each takes an id.
    /// Source: AzureStorageDurabilityProvider.LongRunningTimerIntervalLength.
    /// </summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(3);

    private readonly Dictionary<int, Wait> waits = [];

    public Task Start(DateTime now, DateTime fireAt, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        var wait = new Wait(fireAt, new TaskCompletionSource());
        StartTimer(now, wait);
        cancellationToken.Register(() => Cancel(wait, cancellationToken));
        return wait.Completion.Task;
    }

    /// <summary>A timer that was cancelled, or has fired before, is not here any more.</summary>
    public void Fire(DateTime now, int id)
    {
        if (!waits.Remove(id, out var wait))
        {
            return;
        }

        if (wait.TimerFiresAt < wait.FireAt)
        {
            StartTimer(now, wait);
        }
        else
        {
            wait.Completion.SetResult();
        }
    }

    public void CancelAll()
    {
        foreach (var wait in waits.Values.ToList())
        {
            wait.Completion.TrySetCanceled();
        }
    }

    private void StartTimer(DateTime now, Wait wait)
    {
        wait.TimerFiresAt = wait.FireAt - now <= LongestTimer ? wait.FireAt : now + LongestTimer;
        wait.TimerId = actions.Add(new OrchestratorAction { CreateTimer = new CreateTimerAction { FireAt = wait.TimerFiresAt.ToTimestamp() } });
        waits.Add(wait.TimerId, wait);
    }

    private void Cancel(Wait wait, CancellationToken cancellationToken)
    {
        if (thread.Admits() && waits.Remove(wait.TimerId))
        {
            wait.Completion.TrySetCanceled(cancellationToken);
        }
    }

    private sealed class Wait(DateTime fireAt, TaskCompletionSource completion)
    {
        public DateTime FireAt => fireAt;

        public TaskCompletionSource Completion => completion;

        public int TimerId { get; set; }

        /// <summary>Earlier than <see cref="FireAt"/> where more timers have to follow.</summary>
        public DateTime TimerFiresAt { get; set; }
    }
}
