using Google.Protobuf.WellKnownTypes;
using Usher.Hosting.Durable.Protobuf;

namespace Usher.Tests.LocalHost.Durable;

/// <summary>What a scripted orchestrator answers.</summary>
internal static class Respond
{
    public static OrchestratorResponse With(OrchestratorRequest request, params OrchestratorAction[] actions)
    {
        var response = new OrchestratorResponse { InstanceId = request.InstanceId };
        response.Actions.AddRange(actions);
        return response;
    }

    public static OrchestratorResponse Status(this OrchestratorResponse response, string customStatus)
    {
        response.CustomStatus = customStatus;
        return response;
    }

    public static OrchestratorAction Timer(int id, DateTimeOffset fireAt) =>
        new() { Id = id, CreateTimer = new CreateTimerAction { FireAt = Timestamp.FromDateTimeOffset(fireAt) } };

    public static OrchestratorAction Call(int id, string name, string? input = null) =>
        new() { Id = id, ScheduleTask = new ScheduleTaskAction { Name = name, Input = input } };

    public static OrchestratorAction Send(int id, string instanceId, string name, string? data = null) =>
        new() { Id = id, SendEvent = new SendEventAction { Instance = new OrchestrationInstance { InstanceId = instanceId }, Name = name, Data = data } };

    public static OrchestratorAction Complete(int id, string? result = null, OrchestrationStatus status = OrchestrationStatus.Completed) =>
        new() { Id = id, CompleteOrchestration = new CompleteOrchestrationAction { OrchestrationStatus = status, Result = result } };

    public static OrchestratorAction Fail(int id, TaskFailureDetails details) => new()
    {
        Id = id,
        CompleteOrchestration = new CompleteOrchestrationAction { OrchestrationStatus = OrchestrationStatus.Failed, FailureDetails = details },
    };

    public static OrchestratorAction ContinueAsNew(int id, string? input, params IEnumerable<HistoryEvent> carryover)
    {
        var complete = new CompleteOrchestrationAction { OrchestrationStatus = OrchestrationStatus.ContinuedAsNew, Result = input };
        complete.CarryoverEvents.AddRange(carryover);
        return new OrchestratorAction { Id = id, CompleteOrchestration = complete };
    }

    /// <summary>Past and new events: what an orchestrator is replayed with.</summary>
    public static IEnumerable<HistoryEvent> All(this OrchestratorRequest request) => request.PastEvents.Concat(request.NewEvents);

    public static DateTimeOffset StartedAt(this OrchestratorRequest request) =>
        request.All().First(happened => happened.OrchestratorStarted is not null).Timestamp.ToDateTimeOffset();
}
