using Usher.Hosting.Durable.Protobuf;
using Usher.LocalHost.Durable.Storage;

namespace Usher.LocalHost.Durable;

internal enum StartResult
{
    Accepted,
    AlreadyExists,
}

/// <summary>
/// What clients ask of the task hub. An accepted request is in the table before the method returns; where a write fails, nobody knows
/// whether it is, and the instance is read again in any case.
/// </summary>
internal sealed partial class TaskHubClient(TaskHub hub, TaskHubTable table, TimeProvider clock, ILogger logger)
{
    public async Task<InstanceStatus?> GetStatusAsync(string instanceId, CancellationToken cancellationToken) =>
        hub.LiveStatus(instanceId) ?? await table.GetStatusAsync(instanceId, cancellationToken);

    public IAsyncEnumerable<InstanceStatus> ListAsync(CancellationToken cancellationToken) => table.ListAsync(cancellationToken);

    /// <summary>A new execution; one that has finished under the same id is replaced. The function's name is not checked: an unknown one fails when it runs.</summary>
    public async Task<StartResult> StartAsync(string name, string instanceId, string? version, string? input, CancellationToken cancellationToken)
    {
        var existing = await table.GetStatusAsync(instanceId, cancellationToken);
        if (existing is { IsFinished: false })
        {
            return StartResult.AlreadyExists;
        }

        var now = clock.GetUtcNow();
        var executionId = Guid.CreateVersion7(now).ToString("N");
        var status = new InstanceStatus
        {
            InstanceId = instanceId,
            Name = name,
            ExecutionId = executionId,
            RuntimeStatus = OrchestrationStatus.Pending,
            Input = input,
            CreatedTime = now,
            LastUpdatedTime = now,
        };
        var start = Message(instanceId, executionId, HistoryEvents.ExecutionStarted(now, instanceId, executionId, name, version, input));
        var created = await RecheckedIfFailedAsync(instanceId, () => table.CreateInstanceAsync(status, existing, start, cancellationToken));
        if (created is null)
        {
            // Several clients at once: all are told that they succeeded, one execution runs. That is how the extension does it.
            Log.StartDropped(logger, instanceId);
        }
        else
        {
            hub.Deliver(start);
        }

        return StartResult.Accepted;
    }

    public Task RaiseEventAsync(string instanceId, string name, string? input, CancellationToken cancellationToken) =>
        SendAsync(instanceId, HistoryEvents.EventRaised(clock.GetUtcNow(), name, input), cancellationToken);

    public Task SuspendAsync(string instanceId, string? reason, CancellationToken cancellationToken) =>
        SendAsync(instanceId, HistoryEvents.ExecutionSuspended(clock.GetUtcNow(), reason), cancellationToken);

    public Task ResumeAsync(string instanceId, string? reason, CancellationToken cancellationToken) =>
        SendAsync(instanceId, HistoryEvents.ExecutionResumed(clock.GetUtcNow(), reason), cancellationToken);

    /// <summary>A running orchestrator is asked to end itself; an instance without a turn yet ends at once.</summary>
    public async Task TerminateAsync(string instanceId, string? reason, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await table.GetStatusAsync(instanceId, cancellationToken) is { RuntimeStatus: OrchestrationStatus.Pending } pending)
        {
            var ended = pending with { RuntimeStatus = OrchestrationStatus.Terminated, Output = reason, LastUpdatedTime = now };
            var written = await RecheckedIfFailedAsync(instanceId, () => table.UpdateStatusAsync(ended, cancellationToken));
            if (written is not null)
            {
                hub.Recheck(instanceId);
                return;
            }
        }

        await SendAsync(instanceId, HistoryEvents.ExecutionTerminated(now, reason), cancellationToken);
    }

    /// <summary>Deletes a finished instance. False: it has been started again meanwhile.</summary>
    public async Task<bool> PurgeAsync(InstanceStatus finished, CancellationToken cancellationToken)
    {
        var purged = await RecheckedIfFailedAsync(finished.InstanceId, () => table.PurgeAsync(finished, cancellationToken));
        hub.Recheck(finished.InstanceId);
        return purged;
    }

    private async Task SendAsync(string instanceId, HistoryEvent happened, CancellationToken cancellationToken)
    {
        var message = Message(instanceId, executionId: null, happened);
        await RecheckedIfFailedAsync(instanceId, async () =>
        {
            await table.AddMessageAsync(message, cancellationToken);
            return true;
        });
        hub.Deliver(message);
    }

    private TaskMessage Message(string instanceId, string? executionId, HistoryEvent happened)
    {
        var sequence = hub.NextSequence();
        return new TaskMessage(instanceId, TaskHubRows.MessageKey(sequence), sequence, executionId, happened);
    }

    private async Task<T> RecheckedIfFailedAsync<T>(string instanceId, Func<Task<T>> write)
    {
        try
        {
            return await write();
        }
        catch
        {
            hub.Recheck(instanceId);
            throw;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Instance '{InstanceId}' was started by several clients at once: this start is dropped")]
        public static partial void StartDropped(ILogger logger, string instanceId);
    }
}
