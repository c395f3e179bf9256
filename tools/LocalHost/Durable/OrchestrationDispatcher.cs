using Usher.LocalHost.Durable.Storage;
using Usher.Storage.Tables;

namespace Usher.LocalHost.Durable;

/// <summary>
/// Runs the turns of one instance, one after the other, until nothing waits for it. Whatever goes wrong between taking messages and the
/// commit has one answer: read the instance again. The messages are still there, or the turn is.
/// </summary>
internal sealed partial class OrchestrationDispatcher(
    OrchestrationTurn turn, TaskHubTable table, TaskHub hub, DurableOptions options, DurableFaults faults, TimeProvider clock, ILogger logger) : IDisposable
{
    private static readonly TimeSpan ConflictPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim slots = new(options.MaxConcurrentOrchestratorFunctions);

    public void Dispose() => slots.Dispose();

    /// <summary>True: the session has ended and is no longer needed.</summary>
    public async Task<bool> RunAsync(OrchestrationSession session, CancellationToken stopping)
    {
        for (var failures = 0; ;)
        {
            TimeSpan pause;
            await slots.WaitAsync(stopping);
            try
            {
                await StepAsync(session, stopping);
                failures = 0;
                if (session.TryRest(out var ended))
                {
                    return ended;
                }

                continue;
            }
            catch (SessionAbortedException exception)
            {
                Log.TurnAborted(logger, session.InstanceId, exception.Pause.TotalSeconds, exception.Message);
                pause = exception.Pause;
            }
            catch (TableTransactionFailedException exception) when (exception.Status is 404 or 409 or 412)
            {
                // Changed by a client in the middle of the turn, purged or terminated: nothing is wrong.
                Log.TurnConflicted(logger, session.InstanceId, exception.Message);
                pause = ConflictPause;
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                Log.TurnRepeated(logger, session.InstanceId, exception);
                pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Min(failures++, 10)));
            }
            finally
            {
                slots.Release();
            }

            session.MarkStale();
            await Task.Delay(pause, clock, stopping);
        }
    }

    private async Task StepAsync(OrchestrationSession session, CancellationToken stopping)
    {
        var fresh = session.IsStale;
        if (fresh)
        {
            var stored = await table.ReadAsync(session.InstanceId, stopping);
            session.Load(stored.Snapshot, stored.Messages);
            hub.Resume(stored);
        }

        var instance = session.Snapshot;
        var messages = session.Take(TurnCommit.MaxMessages);
        if (messages.Count == 0)
        {
            return;
        }

        if (!fresh && messages.Any(message => message.Event.ExecutionStarted is not null && message.ExecutionId != instance.Status?.ExecutionId))
        {
            // Started anew since the last turn: what is in memory is the execution before.
            session.Return(messages);
            session.MarkStale();
            return;
        }

        var reconciled = new MessageReconciliation(instance, messages, faults);
        foreach (var (reason, count) in reconciled.Dropped)
        {
            Log.Discarding(logger, session.InstanceId, count, reason);
        }

        if (reconciled.Accepted.Count == 0)
        {
            await table.DeleteAsync(session.InstanceId, reconciled.ConsumedRows, stopping);
            return;
        }

        await RunTurnAsync(session, instance, reconciled, stopping);
    }

    private async Task RunTurnAsync(OrchestrationSession session, InstanceSnapshot before, MessageReconciliation messages, CancellationToken stopping)
    {
        var state = new OrchestrationRuntimeState(before.History);
        state.Add(HistoryEvents.OrchestratorStarted(clock.GetUtcNow()));
        foreach (var message in messages.Accepted)
        {
            state.Add(message.Event);
        }

        var (outcome, after, customStatus) = await turn.RunAsync(session.InstanceId, state, stopping);

        // Sent before the turn is written, as the extension does: a death in between sends them again.
        foreach (var sent in outcome.Events)
        {
            var sequence = hub.NextSequence();
            var message = new TaskMessage(sent.InstanceId, TaskHubRows.MessageKey(sequence), sequence, ExecutionId: null, sent.Event);
            await table.AddMessageAsync(message, stopping);
            hub.Deliver(message);
        }

        var written = new TurnWriter(before, outcome, after, customStatus, messages.ConsumedRows, clock.GetUtcNow());
        var (commit, leftovers) = await CommitAsync(written, stopping);
        session.Advance(written.Snapshot(commit));
        foreach (var timer in commit.Timers)
        {
            hub.Schedule(timer);
        }

        foreach (var activity in commit.Activities)
        {
            hub.Schedule(activity);
        }

        await table.DeleteAsync(session.InstanceId, leftovers, stopping);
    }

    // Never cancelled half-way: a stop waits for a write that has begun.
    private async Task<(TurnCommit Commit, IReadOnlyList<string> Leftovers)> CommitAsync(TurnWriter writer, CancellationToken stopping)
    {
        stopping.ThrowIfCancellationRequested();
        var commit = writer.Commit();
        try
        {
            var (etag, leftovers) = await table.CommitAsync(commit, CancellationToken.None);
            return (commit with { Status = commit.Status with { ETag = etag } }, leftovers);
        }
        catch (Exception exception) when (exception is PayloadTooLargeException or TableTransactionFailedException { Status: 400 or 413 })
        {
            // It would fail for ever: the instance ends, and its output says why.
            Log.TooLarge(logger, commit.Status.InstanceId, exception);
            var failed = writer.Failure($"The turn cannot be stored. {exception.Message}");
            var (etag, leftovers) = await table.CommitAsync(failed, CancellationToken.None);
            return (failed with { Status = failed.Status with { ETag = etag } }, leftovers);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Instance '{InstanceId}': the turn is aborted and repeated after {Seconds:0.0} s. {Reason}")]
        public static partial void TurnAborted(ILogger logger, string instanceId, double seconds, string reason);

        [LoggerMessage(LogLevel.Information, "Instance '{InstanceId}' was changed during its turn, which is repeated: {Reason}")]
        public static partial void TurnConflicted(ILogger logger, string instanceId, string reason);

        [LoggerMessage(LogLevel.Error, "Instance '{InstanceId}': the turn failed and is repeated")]
        public static partial void TurnRepeated(ILogger logger, string instanceId, Exception exception);

        [LoggerMessage(LogLevel.Error, "Instance '{InstanceId}' is Failed for good: its turn cannot be stored")]
        public static partial void TooLarge(ILogger logger, string instanceId, Exception exception);

        [LoggerMessage(LogLevel.Information, "Instance '{InstanceId}': discarding {Count} dequeued history event(s): {Reason}")]
        public static partial void Discarding(ILogger logger, string instanceId, int count, string reason);
    }
}
