using Usher.Hosting.Durable.Protobuf;
using Usher.LocalHost.Durable.Storage;

namespace Usher.LocalHost.Durable;

/// <summary>Actions that the extension, or this development host, does not carry out. One of them fails the whole turn, and with it the instance.</summary>
internal static class OrchestratorActionRules
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(7);

    /// <summary>Why the actions are refused: the instance's output. Null where they are not.</summary>
    public static string? Refusal(IReadOnlyList<OrchestratorAction> actions, string functionName, DateTimeOffset now) =>
        actions.Select(action => Refusal(action, functionName, now)).FirstOrDefault(refusal => refusal is not null);

    public static string? TooMany(int created) => created <= TurnCommit.MaxCreated
        ? null
        : $"One turn created {created} timers and activities; this development host writes a turn as one transaction and takes at most {TurnCommit.MaxCreated}.";

    private static string? Refusal(OrchestratorAction action, string functionName, DateTimeOffset now)
    {
        switch (action.OrchestratorActionTypeCase)
        {
            case OrchestratorAction.OrchestratorActionTypeOneofCase.ScheduleTask:
                return null;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.CreateTimer when action.CreateTimer.FireAt is not null:
                var wait = action.CreateTimer.FireAt.ToDateTimeOffset() - now;

                // The Azure Storage backend is worse: storage refuses the timer, the turn repeats for ever, and other instances stall with it.
                return wait <= LongestTimer
                    ? null
                    : $"Timer {action.Id} fires in {wait.TotalDays:0.0} days. The Durable extension cannot hold a timer longer than 7 days: "
                        + "with Azure Storage the turn would repeat for ever. Wait in pieces.";
            case OrchestratorAction.OrchestratorActionTypeOneofCase.CreateSubOrchestration:
                return "This development host does not run sub-orchestrations.";
            case OrchestratorAction.OrchestratorActionTypeOneofCase.SendEvent:
                return string.IsNullOrEmpty(action.SendEvent.Instance?.InstanceId) ? OrchestratorFunction.UnhandledException(functionName) : null;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.CompleteOrchestration:
                return action.CompleteOrchestration.OrchestrationStatus
                    is OrchestrationStatus.Running or OrchestrationStatus.Pending or OrchestrationStatus.Suspended
                    ? OrchestratorFunction.UnhandledException(functionName)
                    : null;
            default:
                return OrchestratorFunction.UnhandledException(functionName);
        }
    }
}
