using Microsoft.Extensions.Time.Testing;

namespace Usher.Tests.Support;

/// <summary>A clock that stands still until it is advanced; then every timer due by then fires.</summary>
internal sealed class ManualTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    private int timers;

    public ManualTime()
        : this(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero)) { }

    /// <summary>How many timers have been set so far; tells the test that something is waiting before it advances the clock.</summary>
    public int Timers => Volatile.Read(ref timers);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        // On another thread, like the system's timers: a callback never runs inside the call that advances the clock.
        var timer = base.CreateTimer(given => ThreadPool.QueueUserWorkItem(_ => callback(given)), state, dueTime, period);
        Interlocked.Increment(ref timers);
        return timer;
    }
}
