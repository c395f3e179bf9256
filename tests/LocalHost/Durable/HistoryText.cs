using System.Globalization;
using Usher.Hosting.Durable.Protobuf;
using Kind = Usher.Hosting.Durable.Protobuf.HistoryEvent.EventTypeOneofCase;

namespace Usher.Tests.LocalHost.Durable;

/// <summary>History events in short: the event id where it is not −1, the kind, and what matters of the content.</summary>
internal static class HistoryText
{
    public static string[] Of(IEnumerable<HistoryEvent> events) => [.. events.Select(Of)];

    private static string Of(HistoryEvent happened)
    {
        var id = happened.EventId == -1 ? "" : happened.EventId.ToString(CultureInfo.InvariantCulture) + " ";
        return id + happened.EventTypeCase switch
        {
            Kind.ExecutionStarted => $"ExecutionStarted {happened.ExecutionStarted.Name} {happened.ExecutionStarted.Input}",
            Kind.EventRaised => $"EventRaised {happened.EventRaised.Name} {happened.EventRaised.Input}",
            Kind.TaskScheduled => $"TaskScheduled {happened.TaskScheduled.Name} {happened.TaskScheduled.Input ?? "-"}",
            Kind.TaskCompleted => $"TaskCompleted {happened.TaskCompleted.TaskScheduledId} {happened.TaskCompleted.Result ?? "-"}",
            Kind.TaskFailed => $"TaskFailed {happened.TaskFailed.TaskScheduledId} {happened.TaskFailed.FailureDetails?.ErrorType ?? "-"}",
            Kind.TimerFired => $"TimerFired {happened.TimerFired.TimerId}",
            var kind => kind.ToString(),
        };
    }
}
