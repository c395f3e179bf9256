using Usher.Hosting.Durable.Protobuf;

namespace Usher.Hosting.Durable;

/// <summary>What a turn answers. The custom status goes with every answer, because an answer without one erases it.</summary>
/// <param name="Response">Always has the instance id: a message without any field is empty text, which the host takes for no answer at all.</param>
/// <param name="ExecutionId">Of this generation; from executionStarted, since the host leaves it out of the request.</param>
/// <param name="Failure">Why the orchestration failed in this turn; otherwise null.</param>
internal sealed record TurnResult(OrchestratorResponse Response, string? ExecutionId, Exception? Failure = null)
{
    public static TurnResult Waiting(ReplayingOrchestrationContext context) => Create(context, context.Actions.All);

    /// <summary>Actions that came before the suspension stay pending, and go out after the resumption.</summary>
    public static TurnResult Suspended(ReplayingOrchestrationContext context) => Create(context, []);

    /// <param name="context">The turn's context.</param>
    /// <param name="reason">JSON text or null, as the terminating client gave it.</param>
    public static TurnResult Terminated(ReplayingOrchestrationContext context, string? reason) =>
        Create(context, [Completion(context, OrchestrationStatus.Terminated, reason)]);

    public static TurnResult Failed(ReplayingOrchestrationContext context, Exception failure)
    {
        var completion = Completion(context, OrchestrationStatus.Failed, result: null);
        completion.CompleteOrchestration.FailureDetails = FailureDetails.Write(failure);
        return Create(context, [completion]) with { Failure = failure };
    }

    /// <summary>
    /// The code returned. Activities that it did not wait for are still carried out; a timer could fire for nobody but a generation that is over, and is left out.
    /// </summary>
    public static TurnResult Ended(ReplayingOrchestrationContext context, string? result)
    {
        var activities = context.Actions.All.Where(action => action.CreateTimer is null).ToList();
        var completion = context.ContinuesAsNew
            ? Completion(context, OrchestrationStatus.ContinuedAsNew, context.NewInput)
            : Completion(context, OrchestrationStatus.Completed, result);
        if (context.ContinuesAsNew)
        {
            completion.CompleteOrchestration.CarryoverEvents.AddRange(context.Events.Unconsumed);
        }

        return Create(context, [.. activities, completion]);
    }

    private static OrchestratorAction Completion(ReplayingOrchestrationContext context, OrchestrationStatus status, string? result)
    {
        var action = new OrchestratorAction { CompleteOrchestration = new CompleteOrchestrationAction { OrchestrationStatus = status, Result = result } };
        context.Actions.Add(action);
        return action;
    }

    private static TurnResult Create(ReplayingOrchestrationContext context, IEnumerable<OrchestratorAction> actions) => new(
        new OrchestratorResponse { InstanceId = context.InstanceId, Actions = { actions }, CustomStatus = context.CustomStatus },
        context.Started?.OrchestrationInstance?.ExecutionId);
}
