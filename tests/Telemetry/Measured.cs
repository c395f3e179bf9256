using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Usher.Telemetry;

namespace Usher.Tests.Telemetry;

/// <summary>What is measured while work of one trace is done; what other tests do meanwhile is left out.</summary>
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

    /// <summary>As <c>name value unit tag=value tag=value</c>, those of one instrument, in order.</summary>
    public IReadOnlyList<string> Of(string instrument) =>
        [.. lines.Where(line => line.StartsWith(instrument + " ", StringComparison.Ordinal)).Select(line => line.Trim())];

    public IReadOnlyList<string> All => [.. lines];

    /// <summary>Asks for what is only told when it is asked for.</summary>
    public void Observe() => listener.RecordObservableInstruments();

    public void Dispose() => listener.Dispose();
}
