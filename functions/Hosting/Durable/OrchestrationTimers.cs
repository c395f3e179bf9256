namespace Usher.Hosting.Durable;

/// <summary>The timers of an execution that have neither fired nor been cancelled.</summary>
internal sealed class OrchestrationTimers(OrchestratorThread thread)
{
    /// <summary>
    /// The backend's timers are messages that a storage queue hides, for seven days at most; a longer one it can never store, and tries again for ever.
    /// Three days is what the extension's own worker splits at. Source: AzureStorageDurabilityProvider.LongRunningTimerIntervalLength.
    /// </summary>
    public static readonly TimeSpan MaximumDelay = TimeSpan.FromDays(3);

    private readonly Dictionary<int, TaskCompletionSource> open = [];

    public bool AnyOpen => open.Count > 0;

    public Task Start(int id, CancellationToken cancellationToken)
    {
        var completion = new TaskCompletionSource();
        open.Add(id, completion);
        cancellationToken.Register(() => Cancel(id, cancellationToken));
        return completion.Task;
    }

    /// <summary>A timer that was cancelled, or has fired before, is not here any more.</summary>
    public void Fire(int id)
    {
        if (open.Remove(id, out var completion))
        {
            completion.SetResult();
        }
    }

    private void Cancel(int id, CancellationToken cancellationToken)
    {
        if (thread.Admits() && open.Remove(id, out var completion))
        {
            completion.SetCanceled(cancellationToken);
        }
    }
}
