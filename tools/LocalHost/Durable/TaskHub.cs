using System.Collections.Concurrent;
using Usher.LocalHost.Durable.Storage;
using Usher.LocalHost.Functions;

namespace Usher.LocalHost.Durable;

/// <summary>
/// The instances that have something to do, in memory. Everything here can be lost at any moment: the table has it all, and a start reads it back.
/// So a message is written first and delivered here afterwards, never the other way round.
/// </summary>
internal sealed partial class TaskHub : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, OrchestrationSession> sessions = new(StringComparer.Ordinal);
    private readonly TaskHubTable table;
    private readonly DurableFaults faults;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly TimerQueue timers;
    private readonly ActivityDispatcher activities;
    private readonly OrchestrationDispatcher orchestrations;
    private long lastSequence;
    private int isDisposed;

    public TaskHub(
        IReadOnlyDictionary<string, FunctionDefinition> functions,
        IFunctionInvoker invoker,
        TaskHubTable table,
        DurableOptions options,
        TimeProvider clock,
        ILogger logger)
    {
        this.table = table;
        this.clock = clock;
        this.logger = logger;
        faults = new DurableFaults(options);
        Work = new BackgroundWork(logger);
        timers = new TimerQueue(clock, Fire);
        activities = new ActivityDispatcher(new ActivityFunction(functions, invoker, clock, logger), table, this, options, faults, clock, logger);
        var turn = new OrchestrationTurn(new OrchestratorFunction(functions, invoker, logger), clock, logger);
        orchestrations = new OrchestrationDispatcher(turn, table, this, options, faults, clock, logger);
    }

    public BackgroundWork Work { get; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await table.CreateIfNotExistsAsync(cancellationToken);
        await foreach (var stored in table.ReadUnfinishedAsync(cancellationToken))
        {
            Log.Recovered(logger, stored.InstanceId, stored.Snapshot.History.Count, stored.Messages.Count, stored.Activities.Count);
            await table.DeleteAsync(stored.InstanceId, stored.ObsoleteRows, cancellationToken);
            var session = new OrchestrationSession(stored.InstanceId);
            if (!sessions.TryAdd(stored.InstanceId, session))
            {
                // A request has come in already and the instance is being read.
                continue;
            }

            if (stored.Snapshot.IsLive)
            {
                session.Load(stored.Snapshot, []);
            }

            // What is not live here may be finished: this scan leaves those rows out, and the first message has the instance read.
            foreach (var message in stored.Messages)
            {
                lastSequence = Math.Max(lastSequence, message.Sequence);
                Admit(message, message.InstanceId);
            }

            Resume(stored);
        }
    }

    /// <summary>Once is enough; twice does no harm.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref isDisposed, 1) == 1)
        {
            return;
        }

        await timers.DisposeAsync();
        await Work.DisposeAsync();
        activities.Dispose();
        orchestrations.Dispose();
    }

    /// <summary>Grows with time and never repeats, not even where the clock went back.</summary>
    public long NextSequence()
    {
        for (; ; )
        {
            var last = Interlocked.Read(ref lastSequence);
            var next = Math.Max(last + 1, clock.GetUtcNow().UtcTicks);
            if (Interlocked.CompareExchange(ref lastSequence, next, last) == last)
            {
                return next;
            }
        }
    }

    /// <summary>A message that is in the table. Its turn starts at once, unless one is under way.</summary>
    public void Deliver(TaskMessage message)
    {
        Admit(message, message.InstanceId);
        if (message.Event.ExecutionStarted is null && faults.Duplicates())
        {
            Admit(message with { RowKey = null }, message.InstanceId);
        }
    }

    /// <summary>A write had an unknown outcome, or changed the instance past its session: the table is asked what there is to do.</summary>
    public void Recheck(string instanceId) => Admit(null, instanceId);

    public void Schedule(PendingTimer timer) => timers.Schedule(timer);

    public void Schedule(PendingActivity activity) => activities.Schedule(activity);

    /// <summary>Everything that an instance's rows say is still to come, messages aside.</summary>
    public void Resume(StoredInstance stored)
    {
        foreach (var timer in stored.Snapshot.Timers.Values)
        {
            Schedule(timer);
        }

        foreach (var activity in stored.Activities)
        {
            Schedule(activity);
        }
    }

    /// <summary>The status of an instance that is in memory and lives; null says nothing.</summary>
    public InstanceStatus? LiveStatus(string instanceId) =>
        sessions.TryGetValue(instanceId, out var session) && !session.IsStale && session.Snapshot is { IsLive: true } snapshot ? snapshot.Status : null;

    private void Fire(PendingTimer timer) =>
        Deliver(new TaskMessage(timer.InstanceId, timer.RowKey, NextSequence(), timer.ExecutionId, HistoryEvents.TimerFired(timer)));

    private void Admit(TaskMessage? message, string instanceId)
    {
        while (!Work.Stopping.IsCancellationRequested)
        {
            var session = sessions.GetOrAdd(instanceId, id => new OrchestrationSession(id));
            switch (session.Admit(message))
            {
                case SessionAdmission.Closed:
                    sessions.TryRemove(KeyValuePair.Create(instanceId, session));
                    continue;
                case SessionAdmission.MustRun:
                    Work.Run(stopping => RunAsync(session, stopping));
                    return;
                default:
                    return;
            }
        }
    }

    private async Task RunAsync(OrchestrationSession session, CancellationToken stopping)
    {
        if (await orchestrations.RunAsync(session, stopping))
        {
            sessions.TryRemove(KeyValuePair.Create(session.InstanceId, session));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Recovered instance '{InstanceId}': {History} history events, {Messages} messages, {Activities} activities to run")]
        public static partial void Recovered(ILogger logger, string instanceId, int history, int messages, int activities);
    }
}
