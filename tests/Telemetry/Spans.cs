using System.Collections.Concurrent;
using System.Diagnostics;
using Usher.Telemetry;

namespace Usher.Tests.Telemetry;

/// <summary>A trace that begins in the test, and its spans as whoever exports them would see them; those of other tests are left alone.</summary>
internal sealed class Spans : IDisposable
{
    private readonly ConcurrentQueue<Activity> ended = new();
    private readonly ActivityListener listener;

    public Spans()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is Tracing.SourceName or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.TraceId == Trace ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
    }

    public ActivityTraceId Trace { get; } = ActivityTraceId.CreateRandom();

    /// <summary>That of the caller, who samples the trace.</summary>
    public string Traceparent => $"00-{Trace}-b7ad6b7169203331-01";

    /// <summary>Those that have ended, the first first.</summary>
    public IReadOnlyList<Activity> All => [.. ended.Where(span => span.TraceId == Trace).OrderBy(span => span.StartTimeUtc)];

    public IReadOnlyList<Activity> Named(string name) => [.. All.Where(span => span.DisplayName == name)];

    public void Dispose() => listener.Dispose();
}
