namespace Usher.Hosting.Durable;

/// <summary>An instance as the management API shows it. Named as in Microsoft.DurableTask.</summary>
internal sealed record OrchestrationMetadata(string Name, string InstanceId)
{
    public required OrchestrationRuntimeStatus RuntimeStatus { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset LastUpdatedAt { get; init; }

    /// <summary>JSON text or null.</summary>
    public string? SerializedCustomStatus { get; init; }

    /// <summary>JSON text or null. Of a failed instance: a JSON string <c>errorType: errorMessage</c>.</summary>
    public string? SerializedOutput { get; init; }

    public bool IsRunning => RuntimeStatus == OrchestrationRuntimeStatus.Running;

    /// <summary>The instance has ended, in whatever way; a start with the same id replaces it.</summary>
    public bool IsCompleted => RuntimeStatus is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed
        or OrchestrationRuntimeStatus.Canceled or OrchestrationRuntimeStatus.Terminated;
}
