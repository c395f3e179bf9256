using Azure;
using Usher.Hosting.Durable.Protobuf;

namespace Usher.LocalHost.Durable;

/// <summary>An orchestration instance as clients see it. Input, output and custom status are JSON text.</summary>
internal sealed record InstanceStatus
{
    public required string InstanceId { get; init; }

    public required string Name { get; init; }

    /// <summary>Changes with every start and every continue-as-new; results and timers of another execution are dropped.</summary>
    public required string ExecutionId { get; init; }

    public required OrchestrationStatus RuntimeStatus { get; init; }

    public string? Input { get; init; }

    public string? Output { get; init; }

    public string? CustomStatus { get; init; }

    public required DateTimeOffset CreatedTime { get; init; }

    public required DateTimeOffset LastUpdatedTime { get; init; }

    /// <summary>Of the row that this was read from or written to: what guards the next write.</summary>
    public ETag ETag { get; init; }

    public bool IsFinished => RuntimeStatus
        is OrchestrationStatus.Completed or OrchestrationStatus.Failed or OrchestrationStatus.Terminated or OrchestrationStatus.Canceled;
}
