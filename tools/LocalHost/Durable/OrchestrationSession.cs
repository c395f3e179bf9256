namespace Usher.LocalHost.Durable;

internal enum SessionAdmission
{
    /// <summary>The session has ended: take a new one.</summary>
    Closed,

    /// <summary>Somebody runs the session and will see it.</summary>
    Queued,

    /// <summary>The caller runs the session now.</summary>
    MustRun,
}

/// <summary>
/// One instance in memory: its messages, and its state between turns. At most one dispatcher runs it at a time; that one alone reads and writes
/// the state, everybody may add messages.
/// </summary>
internal sealed class OrchestrationSession(string instanceId)
{
    private readonly Lock gate = new();
    private readonly List<TaskMessage> inbox = [];
    private bool running;
    private bool closed;
    private bool stale = true;
    private InstanceSnapshot snapshot = new();

    public string InstanceId { get; } = instanceId;

    /// <summary>What is in memory may differ from the table: read it before the next turn.</summary>
    public bool IsStale
    {
        get
        {
            lock (gate)
            {
                return stale;
            }
        }
    }

    public InstanceSnapshot Snapshot
    {
        get
        {
            lock (gate)
            {
                return snapshot;
            }
        }
    }

    /// <summary>A message, or null to have the instance read again and what waits there run.</summary>
    public SessionAdmission Admit(TaskMessage? message)
    {
        lock (gate)
        {
            if (closed)
            {
                return SessionAdmission.Closed;
            }

            stale |= message is null;
            if (message is not null)
            {
                Add_NeedsLock(message);
            }

            var mustRun = !running;
            running = true;
            return mustRun ? SessionAdmission.MustRun : SessionAdmission.Queued;
        }
    }

    public void MarkStale()
    {
        lock (gate)
        {
            stale = true;
        }
    }

    /// <summary>The state as it was read. Messages that came into memory since then stay.</summary>
    public void Load(InstanceSnapshot loaded, IEnumerable<TaskMessage> messages)
    {
        lock (gate)
        {
            snapshot = loaded;
            stale = false;
            foreach (var message in messages)
            {
                Add_NeedsLock(message);
            }
        }
    }

    /// <summary>The state that a turn has written. A reason to read it again that came up during the turn stays.</summary>
    public void Advance(InstanceSnapshot written)
    {
        lock (gate)
        {
            snapshot = written;
        }
    }

    /// <summary>The oldest messages, up to <paramref name="max"/>.</summary>
    public List<TaskMessage> Take(int max)
    {
        lock (gate)
        {
            inbox.Sort((left, right) => left.Sequence.CompareTo(right.Sequence));
            var taken = inbox.Take(max).ToList();
            inbox.RemoveRange(0, taken.Count);
            return taken;
        }
    }

    /// <summary>Puts back what was taken.</summary>
    public void Return(IEnumerable<TaskMessage> taken)
    {
        lock (gate)
        {
            inbox.AddRange(taken);
        }
    }

    /// <summary>Nothing left to do: the dispatcher leaves. A session whose instance is gone or finished ends. False: something has come in.</summary>
    public bool TryRest(out bool ended)
    {
        lock (gate)
        {
            ended = false;
            if (inbox.Count > 0 || stale)
            {
                return false;
            }

            running = false;
            ended = closed = !snapshot.IsLive;
            return true;
        }
    }

    // Reading the table and being told can both bring the same message.
    private void Add_NeedsLock(TaskMessage message)
    {
        if (message.RowKey is null || inbox.All(waiting => waiting.RowKey != message.RowKey))
        {
            inbox.Add(message);
        }
    }
}
