using System.Collections.Concurrent;
using System.Text.Json;
using DurableTask.Core.Exceptions;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Usher.Bots;

namespace Usher.Tests.Lifecycle;

/// <summary>
/// Stands in for the Durable extension: knows which instances exist and records what is asked of them. It fails as the extension's own
/// client does.
/// </summary>
internal sealed class RecordingDurableClient() : DurableTaskClient("recording")
{
    private readonly ConcurrentDictionary<string, OrchestrationRuntimeStatus> instances = new();
    private readonly ConcurrentQueue<string> requests = new();

    /// <summary>Requests in order, as <c>start {orchestration} {id} {input}</c> and <c>raise {event} {id}</c>.</summary>
    public IEnumerable<string> Requests => requests;

    /// <summary>Bots for which every request fails.</summary>
    public IList<BotId> Broken { get; } = [];

    /// <summary>Runs while an event is raised.</summary>
    public Func<Task> AtRaise { get; set; } = () => Task.CompletedTask;

    /// <summary>Null removes the instance.</summary>
    public void Set(BotId id, OrchestrationRuntimeStatus? status)
    {
        instances.TryRemove(id.ToString(), out _);
        if (status is { } known)
        {
            instances[id.ToString()] = known;
        }
    }

    public override Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        var id = options?.InstanceId ?? throw new InvalidOperationException("A bot's orchestration has the bot's id.");
        requests.Enqueue($"start {orchestratorName} {id} {JsonSerializer.Serialize(input)}");
        ThrowIfBroken(id);
        if (IsLive(id))
        {
            throw new OrchestrationAlreadyExistsException($"An orchestration with the id {id} exists.");
        }

        instances[id] = OrchestrationRuntimeStatus.Running;
        return Task.FromResult(id);
    }

    public override async Task RaiseEventAsync(
        string instanceId,
        string eventName,
        object? eventPayload = null,
        CancellationToken cancellation = default
    )
    {
        requests.Enqueue($"raise {eventName} {instanceId}");
        await AtRaise();
        ThrowIfBroken(instanceId);
        if (!IsLive(instanceId))
        {
            var code = instances.ContainsKey(instanceId) ? StatusCode.FailedPrecondition : StatusCode.NotFound;
            throw new RpcException(new Status(code, "Nobody hears it."));
        }
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default
    ) => throw new NotSupportedException();

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default
    ) => throw new NotSupportedException();

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default
    ) => throw new NotSupportedException();

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) =>
        throw new NotSupportedException();

    private void ThrowIfBroken(string id)
    {
        if (Broken.Contains(BotId.Parse(id)))
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "The extension is away."));
        }
    }

    private bool IsLive(string id) =>
        instances.TryGetValue(id, out var status)
        && status is OrchestrationRuntimeStatus.Pending or OrchestrationRuntimeStatus.Running or OrchestrationRuntimeStatus.Suspended;
}
