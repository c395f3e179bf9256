namespace Usher.LocalHost.Durable;

/// <summary>Durable timers in the order in which they are due, behind one clock timer. Never early, at most a clock tick late.</summary>
internal sealed class TimerQueue : IAsyncDisposable
{
    // Clock timers end at seven weeks, and the system's time may be set: the wait is looked at again at least this often.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly PriorityQueue<PendingTimer, DateTimeOffset> queue = new();
    private readonly HashSet<(string InstanceId, string RowKey)> queued = [];
    private readonly TimeProvider clock;
    private readonly Action<PendingTimer> fire;
    private readonly ITimer wakeUp;

    public TimerQueue(TimeProvider clock, Action<PendingTimer> fire)
    {
        this.clock = clock;
        this.fire = fire;
        wakeUp = clock.CreateTimer(_ => FireDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A timer that waits already is not queued twice.</summary>
    public void Schedule(PendingTimer timer)
    {
        lock (gate)
        {
            if (!queued.Add((timer.InstanceId, timer.RowKey)))
            {
                return;
            }

            queue.Enqueue(timer, timer.FireAt);
            if (queue.Peek() == timer)
            {
                WaitForNext_NeedsLock();
            }
        }
    }

    public ValueTask DisposeAsync() => wakeUp.DisposeAsync();

    private void FireDue()
    {
        List<PendingTimer> due = [];
        lock (gate)
        {
            var now = clock.GetUtcNow();
            while (queue.TryPeek(out var timer, out var fireAt) && fireAt <= now)
            {
                queue.Dequeue();
                queued.Remove((timer.InstanceId, timer.RowKey));
                due.Add(timer);
            }

            WaitForNext_NeedsLock();
        }

        due.ForEach(fire);
    }

    private void WaitForNext_NeedsLock()
    {
        if (queue.TryPeek(out _, out var fireAt))
        {
            // Rounded up: the clock's timer counts whole milliseconds and would come a moment too early.
            var wait = TimeSpan.FromMilliseconds(Math.Ceiling((fireAt - clock.GetUtcNow()).TotalMilliseconds));
            wakeUp.Change(TimeSpan.FromTicks(Math.Clamp(wait.Ticks, 0, LongestWait.Ticks)), Timeout.InfiniteTimeSpan);
        }
    }
}
