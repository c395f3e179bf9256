using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Usher.Telemetry;

namespace Usher.Tests.Telemetry;

/// <summary>Records measurements taken during work in one trace; those of other tests are left out.</summary>
internal sealed class Measured : IDisposable
{
    private readonly ConcurrentQueue<string> lines = new();
    private readonly MeterListener listener = new();

    public Measured(ActivityTraceId trace)
    {
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == Measures.MeterName)
            {
                Assert.NotNull(instrument.Description);
                self.EnableMeasurementEvents(instrument);
            }
        };
        void Note<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
        {
            if (Activity.Current?.TraceId == trace)
            {
                lines.Enqueue(
                    FormattableString.Invariant($"{instrument.Name} {value} {instrument.Unit} ")
                        + string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))
                );
            }
        }

        listener.SetMeasurementEventCallback<long>(Note);
        listener.SetMeasurementEventCallback<double>(Note);
        listener.Start();
    }

    /// <summary>One instrument's measurements in order, as <c>name value unit tag=value tag=value</c>.</summary>
    public IReadOnlyList<string> Of(string instrument) =>
        [.. lines.Where(line => line.StartsWith(instrument + " ", StringComparison.Ordinal)).Select(line => line.Trim())];

    public IReadOnlyList<string> All => [.. lines];

    /// <summary>Collects the observable instruments, which report only on request.</summary>
    public void Observe() => listener.RecordObservableInstruments();

    public void Dispose() => listener.Dispose();
}
