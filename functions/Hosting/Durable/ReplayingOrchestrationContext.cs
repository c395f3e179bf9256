using Usher.Hosting.Durable.Protobuf;

namespace Usher.Hosting.Durable;

/// <summary>The context of one turn: turns what the code asks for into actions, and history events into results of its tasks.</summary>
internal sealed class ReplayingOrchestrationContext : TaskOrchestrationContext
{
    private readonly string instanceId;
    private readonly OrchestratorThread thread;
    private readonly Dictionary<int, (string Name, TaskCompletionSource<string?> Completion)> openTasks = [];
    private readonly OrchestrationTimers timers;

    public ReplayingOrchestrationContext(string instanceId, OrchestratorThread thread)
    {
        this.instanceId = instanceId;
        this.thread = thread;
        timers = new OrchestrationTimers(thread, Actions);
        Events = new ExternalEvents(thread);
    }

    public PendingActions Actions { get; } = new();

    public ExternalEvents Events { get; }

    public ExecutionStartedEvent? Started { get; set; }

    public DateTime Now { get; set; }

    public bool Replaying { get; set; }

    public string? CustomStatus { get; private set; }

    public bool ContinuesAsNew { get; private set; }

    public string? NewInput { get; private set; }

    public override string Name => Started?.Name ?? "";

    public override string InstanceId => instanceId;

    public override DateTime CurrentUtcDateTime => Now;

    public override bool IsReplaying => Replaying;

    public override string? GetInput() => Started?.Input;

    public override Task<string?> CallActivityAsync(string name, string? input = null)
    {
        thread.DemandAdmission();
        var id = Actions.Add(new OrchestratorAction { ScheduleTask = new ScheduleTaskAction { Name = name, Input = input } });
        var completion = new TaskCompletionSource<string?>();
        openTasks.Add(id, (name, completion));
        return completion.Task;
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        thread.DemandAdmission();
        if (fireAt.Kind == DateTimeKind.Local)
        {
            throw new ArgumentException("A timer's time is UTC: a machine's local time differs from replay to replay.", nameof(fireAt));
        }

        return timers.Start(Now, DateTime.SpecifyKind(fireAt, DateTimeKind.Utc), cancellationToken);
    }

    public override Task<string?> WaitForExternalEvent(string eventName, CancellationToken cancellationToken = default)
    {
        thread.DemandAdmission();
        return Events.Next(eventName, cancellationToken);
    }

    public override void ContinueAsNew(string? newInput = null)
    {
        thread.DemandAdmission();
        (ContinuesAsNew, NewInput) = (true, newInput);
    }

    public override void SetCustomStatus(string? customStatus)
    {
        thread.DemandAdmission();
        CustomStatus = customStatus;
    }

    /// <summary>Results of tasks that are not open are second deliveries, and ignored.</summary>
    public void Complete(TaskCompletedEvent completed)
    {
        if (openTasks.Remove(completed.TaskScheduledId, out var task))
        {
            task.Completion.SetResult(ActivityJson.ReadResult(completed.Result));
        }
    }

    public void Fail(TaskFailedEvent failed)
    {
        if (openTasks.Remove(failed.TaskScheduledId, out var task))
        {
            task.Completion.SetException(new TaskFailedException(task.Name, failed.TaskScheduledId, FailureDetails.Read(failed.FailureDetails)));
        }
    }

    public void Fire(TimerFiredEvent fired) => timers.Fire(Now, fired.TimerId);

    /// <summary>Cancels every task that an event of the history could complete.</summary>
    public void CancelAll()
    {
        foreach (var task in openTasks.Values.ToList())
        {
            task.Completion.TrySetCanceled();
        }

        timers.CancelAll();
        Events.CancelAll();
    }
}
