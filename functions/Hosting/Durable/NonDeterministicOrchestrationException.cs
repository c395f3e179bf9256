namespace Usher.Hosting.Durable;

/// <summary>
/// The code does not do again what the history says that it did, or waits for something that no replay can repeat. Named as in DurableTask.Core.
/// </summary>
internal sealed class NonDeterministicOrchestrationException(string message) : Exception($"Non-deterministic orchestration: {message}")
{
    public static NonDeterministicOrchestrationException ForForeignWait() => new(
        "the code waits for something that is not a task of its context (a delay, I/O, another thread, ConfigureAwait). "
        + "An orchestrator may only await activities, timers and events; everything else belongs into an activity.");
}
