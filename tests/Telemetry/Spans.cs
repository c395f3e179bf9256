using System.Collections.Concurrent;
using System.Diagnostics;
using Usher.Telemetry;

namespace Usher.Tests.Telemetry;

/// <summary>
/// A trace that begins in the test, and its spans as whoever exports them would see them; those of other tests are left alone.
/// </summary>
internal sealed class Spans : IDisposable
{
    private const string Worker = "Microsoft.Azure.Functions.Worker";
    private readonly ConcurrentQueue<Activity> ended = new();
    private readonly ActivityListener listener;

    public Spans()
    {
        listener = new ActivityListener
        {
            // The worker's own span of an invocation stands around the app's: whoever exports them links to it.
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

    /// <summary>That of the caller, who samples the trace.</summary>
    public string Traceparent => $"00-{Trace}-b7ad6b7169203331-01";

    /// <summary>Those that have ended, the first first.</summary>
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
