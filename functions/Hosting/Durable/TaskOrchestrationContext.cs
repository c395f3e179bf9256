namespace Usher.Hosting.Durable;

/// <summary>
/// What an orchestrator's code may know and do. Named as in Microsoft.DurableTask; inputs and results are JSON text. Everything asked of it is
/// recorded in the history, and every turn runs the code again from the start against that history.
/// </summary>
internal abstract class TaskOrchestrationContext
{
    /// <summary>The orchestration's name, as it was started.</summary>
    public abstract string Name { get; }

    public abstract string InstanceId { get; }

    /// <summary>The only clock: the start of the turn whose events are being processed. The same at every replay.</summary>
    public abstract DateTime CurrentUtcDateTime { get; }

    /// <summary>True while the code runs through what it has already lived.</summary>
    public abstract bool IsReplaying { get; }

    /// <returns>JSON text or null.</returns>
    public abstract string? GetInput();

    /// <returns>The activity's result, JSON text or null.</returns>
    /// <exception cref="TaskFailedException">The activity failed, is unknown, or took too long. It may have done its work nevertheless.</exception>
    public abstract Task<string?> CallActivityAsync(string name, string? input = null);

    /// <param name="fireAt">UTC, computed from <see cref="CurrentUtcDateTime"/>. Any distance: a long wait is made of several timers.</param>
    /// <param name="cancellationToken">
    /// Makes the task a cancelled one. The timer of the backend cannot be called back; its firing is ignored. The source has to be cancelled with
    /// Cancel: CancelAsync leaves the orchestrator's thread.
    /// </param>
    public abstract Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken);

    public Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken) => CreateTimer(CurrentUtcDateTime + delay, cancellationToken);

    /// <summary>
    /// The next event of this name, casing ignored: the oldest one that came while nobody waited, or else the next to come. The oldest wait is served first.
    /// </summary>
    /// <param name="eventName">The name that the event is raised with.</param>
    /// <param name="cancellationToken">Has to be cancelled when the wait is abandoned, or this wait swallows a later event.</param>
    /// <returns>The event's payload, JSON text or null.</returns>
    public abstract Task<string?> WaitForExternalEvent(string eventName, CancellationToken cancellationToken = default);

    /// <summary>
    /// Once the code has returned: starts it again with this input and an empty history. Events that nobody waited for are kept.
    /// Every generation has to wait for something, or the host never gets to store anything.
    /// </summary>
    public abstract void ContinueAsNew(string? newInput = null);

    /// <param name="customStatus">JSON text that clients see beside the status; null removes it.</param>
    public abstract void SetCustomStatus(string? customStatus);
}
