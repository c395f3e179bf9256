using System.Globalization;
using Usher.Hosting.Durable;
using Usher.Hosting.Durable.Protobuf;

namespace Usher.Tests.Hosting.Durable;

/// <summary>An orchestrator under test: given its past it receives events, and answers. The answer is told in words, one line an action.</summary>
internal sealed class Orchestration(Func<TaskOrchestrationContext, Task<string?>> orchestrator)
{
    private HistoryEvent[] past = [];

    public Orchestration WithPast(params HistoryEvent[] events)
    {
        past = events;
        return this;
    }

    public TurnResult Receives(params HistoryEvent[] events) => Execute(orchestrator, past, events);

    public static TurnResult Execute(
        Func<TaskOrchestrationContext, Task<string?>> orchestrator, IEnumerable<HistoryEvent> past, IEnumerable<HistoryEvent> events)
    {
        var request = new OrchestratorRequest { InstanceId = "w1", PastEvents = { past }, NewEvents = { events } };
        var result = OrchestrationTurn.Execute(request.Clone(), orchestrator);
        Assert.Equal("w1", result.Response.InstanceId);
        return result;
    }
}

internal static class Answers
{
    /// <summary>Asserts the whole list of actions, for example <c>"0 timer at 10:10:00", "1 activity Notify({})"</c>.</summary>
    public static TurnResult Answers_with(this TurnResult result, params string[] actions)
    {
        Assert.Equal(actions, result.Response.Actions.Select(InWords));
        return result;
    }

    public static TurnResult And_status(this TurnResult result, string? status)
    {
        Assert.Equal(status, result.Response.CustomStatus);
        return result;
    }

    public static TurnResult Fails_saying(this TurnResult result, string part)
    {
        var end = Assert.Single(result.Response.Actions).CompleteOrchestration;
        Assert.Equal(OrchestrationStatus.Failed, end.OrchestrationStatus);
        Assert.Contains(part, end.FailureDetails.ErrorMessage, StringComparison.Ordinal);
        Assert.NotNull(result.Failure);
        return result;
    }

    public static string InWords(OrchestratorAction action) => $"{action.Id} " + action.OrchestratorActionTypeCase switch
    {
        OrchestratorAction.OrchestratorActionTypeOneofCase.CreateTimer => $"timer at {Time(action.CreateTimer.FireAt.ToDateTime())}",
        OrchestratorAction.OrchestratorActionTypeOneofCase.ScheduleTask => $"activity {action.ScheduleTask.Name}({action.ScheduleTask.Input})",
        OrchestratorAction.OrchestratorActionTypeOneofCase.CompleteOrchestration => InWords(action.CompleteOrchestration),
        var other => other.ToString(),
    };

    private static string InWords(CompleteOrchestrationAction end) => string.Join(
        ", ",
        end.CarryoverEvents.Select(carried => $"carries {carried.EventRaised.Name}({carried.EventRaised.Input})")
            .Prepend($"{end.OrchestrationStatus}({end.Result})"));

    /// <summary>The day only where it is not the first one.</summary>
    private static string Time(DateTime time) =>
        time.ToString(time.Date == History.T0.Date ? "HH:mm:ss" : "dd HH:mm:ss", CultureInfo.InvariantCulture);
}
