using System.Globalization;
using Usher.Hosting.Durable.Protobuf;

namespace Usher.LocalHost.Durable;

/// <summary>
/// One work item: a turn, and for as long as the orchestrator continues as new the first turn of its next execution, at once. Nothing is
/// written in between: an orchestrator that never waits never gets to a checkpoint, as on the real backend.
/// </summary>
internal sealed partial class OrchestrationTurn(OrchestratorFunction orchestrator, TimeProvider clock, ILogger logger)
{
    private const int GenerationsToWarnAt = 100;

    /// <returns>The outcome, the history that it ends with, and the custom status.</returns>
    public async Task<(TurnOutcome Outcome, OrchestrationRuntimeState State, string? CustomStatus)> RunAsync(
        string instanceId, OrchestrationRuntimeState state, CancellationToken cancellationToken)
    {
        var outcome = new TurnOutcome(instanceId);
        var name = state.Start!.ExecutionStarted.Name;
        string? carriedStatus = null;
        for (var generation = 1; ; generation++)
        {
            var reply = await orchestrator.InvokeAsync(instanceId, state, cancellationToken);
            var now = clock.GetUtcNow();
            if (reply is not OrchestratorReply.Decided decided)
            {
                outcome.Fail(((OrchestratorReply.Failed)reply).Output);
                return (outcome, state, null);
            }

            if (OrchestratorActionRules.Refusal(decided.Actions, name, now) is { } refusal)
            {
                Log.Refused(logger, name, instanceId, refusal);
                outcome.Fail(refusal);
                return (outcome, state, null);
            }

            CompleteOrchestrationAction? completion = null;
            foreach (var action in decided.Actions)
            {
                completion = outcome.Apply(action, state, now) ?? completion;
            }

            if (completion?.OrchestrationStatus == OrchestrationStatus.ContinuedAsNew)
            {
                if (generation % GenerationsToWarnAt == 0)
                {
                    Log.NoCheckpoint(logger, name, instanceId, generation);
                }

                // The status of one execution lives on in the next where that returns none, and no further.
                carriedStatus = decided.CustomStatus;
                state = state.ContinueAsNew(completion, Guid.CreateVersion7(now).ToString("N"), now);
                continue;
            }

            if (OrchestratorActionRules.TooMany(outcome.CreatedCount) is { } tooMany)
            {
                Log.Refused(logger, name, instanceId, tooMany);
                outcome = new TurnOutcome(instanceId);
                outcome.Fail(tooMany);
            }
            else if (completion is not null)
            {
                outcome.Complete(completion.OrchestrationStatus, Output(completion));
            }

            if (state.NewEvents[^1].OrchestratorCompleted is null)
            {
                state.Add(HistoryEvents.OrchestratorCompleted(now));
            }

            return (outcome, state, decided.CustomStatus ?? carriedStatus);
        }
    }

    private static string? Output(CompleteOrchestrationAction completion) => completion switch
    {
        { OrchestrationStatus: OrchestrationStatus.Failed, FailureDetails: { } details } =>
            string.Create(CultureInfo.InvariantCulture, $"{details.ErrorType}: {details.ErrorMessage}"),
        { OrchestrationStatus: OrchestrationStatus.Failed } => completion.Result ?? completion.Details ?? "The orchestration failed.",
        _ => completion.Result,
    };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Orchestrator '{Function}' of instance '{InstanceId}' is Failed for good: {Reason}")]
        public static partial void Refused(ILogger logger, string function, string instanceId, string reason);

        [LoggerMessage(LogLevel.Warning,
            "Orchestrator '{Function}' of instance '{InstanceId}' has continued as new {Generations} times without waiting for anything: nothing has been stored")]
        public static partial void NoCheckpoint(ILogger logger, string function, string instanceId, int generations);
    }
}
