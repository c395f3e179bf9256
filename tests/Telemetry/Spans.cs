using System.Collections.Concurrent;
using System.Diagnostics;
using Usher.Telemetry;

namespace Usher.Tests.Telemetry;

/// <summary>A trace that begins in the test, and its spans as an exporter would see them; spans of other tests are left out.</summary>
internal sealed class Spans : IDisposable
{
    private const string Worker = "Microsoft.Azure.Functions.Worker";
    private readonly ConcurrentQueue<Activity> ended = new();
    private readonly ActivityListener listener;

    public Spans()
    {
        listener = new ActivityListener
        {
            // The worker's own invocation span encloses the app's; exported spans link to it.
            ShouldListenTo = source => source.Name is Tracing.SourceName or Worker,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Source.Name == Worker ? ActivitySamplingResult.PropagationData
                : options.TraceId == Trace ? ActivitySamplingResult.AllDataAndRecorded
                : ActivitySamplingResult.None,
            ActivityStopped = Keep,
        };
        ActivitySource.AddActivityListener(listener);
    }

    public ActivityTraceId Trace { get; } = ActivityTraceId.CreateRandom();

    /// <summary>The caller's traceparent; the caller samples the trace.</summary>
    public string Traceparent => $"00-{Trace}-b7ad6b7169203331-01";

    /// <summary>The ended spans, in order of their start.</summary>
    public IReadOnlyList<Activity> All => [.. ended.Where(span => span.TraceId == Trace).OrderBy(span => span.StartTimeUtc)];

    public IReadOnlyList<Activity> Named(string name) => [.. All.Where(span => span.DisplayName == name)];

    public void Dispose() => listener.Dispose();

    private void Keep(Activity span)
    {
        if (span.Source.Name == Tracing.SourceName)
        {
            ended.Enqueue(span);
        }
    }
}
