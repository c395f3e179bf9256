using Usher.Hosting.Durable.Protobuf;

namespace Usher.LocalHost.Durable;

/// <summary>
/// What the table holds of one instance. Kept in memory between the turns of a live instance, and read again after a start, a conflict
/// or a write of unknown outcome.
/// </summary>
internal sealed record InstanceSnapshot
{
    /// <summary>Null: no such instance.</summary>
    public InstanceStatus? Status { get; init; }

    /// <summary>Of the current execution alone.</summary>
    public IReadOnlyList<HistoryEvent> History { get; init; } = [];

    public IReadOnlyList<string> HistoryRows { get; init; } = [];

    /// <summary>By row key. A timer that is due stays here until a turn has consumed its firing.</summary>
    public IReadOnlyDictionary<string, PendingTimer> Timers { get; init; } = new Dictionary<string, PendingTimer>();

    public bool IsLive => Status is { IsFinished: false };
}

/// <summary>An instance's rows as they were read: what it is, what waits for it, and what nobody needs any more.</summary>
internal sealed record StoredInstance(
    string InstanceId,
    InstanceSnapshot Snapshot,
    IReadOnlyList<TaskMessage> Messages,
    IReadOnlyList<PendingActivity> Activities,
    IReadOnlyList<string> ObsoleteRows);
