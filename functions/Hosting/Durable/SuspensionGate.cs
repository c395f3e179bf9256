using Usher.Hosting.Durable.Protobuf;

namespace Usher.Hosting.Durable;

/// <summary>Holds events back while the instance is suspended, and lets them through in their order when it is resumed.</summary>
internal sealed class SuspensionGate
{
    private readonly Queue<HistoryEvent> heldBack = [];

    public bool IsClosed { get; private set; }

    public IEnumerable<HistoryEvent> Pass(HistoryEvent historyEvent)
    {
        if (historyEvent.ExecutionSuspended is not null)
        {
            IsClosed = true;
        }
        else if (historyEvent.ExecutionResumed is not null)
        {
            IsClosed = false;
            while (heldBack.TryDequeue(out var held))
            {
                yield return held;
            }
        }
        else if (IsClosed)
        {
            heldBack.Enqueue(historyEvent);
        }
        else
        {
            yield return historyEvent;
        }
    }
}
