using Usher.Hosting.Durable.Protobuf;

namespace Usher.LocalHost.Durable;

/// <summary>Something that happened to an instance and that no turn has consumed yet.</summary>
/// <param name="RowKey">The row that keeps it until then; null for a copy that the duplicates option made.</param>
/// <param name="Sequence">Messages of one turn are taken in this order.</param>
/// <param name="ExecutionId">The only execution that it is for; null: whichever is current.</param>
internal sealed record TaskMessage(string InstanceId, string? RowKey, long Sequence, string? ExecutionId, HistoryEvent Event);

/// <summary>A durable timer that has not fired, or whose firing no turn has consumed yet.</summary>
internal sealed record PendingTimer(string InstanceId, string RowKey, string ExecutionId, int TimerId, DateTimeOffset FireAt, DateTimeOffset Created);

/// <summary>An activity that was scheduled and has no stored result.</summary>
internal sealed record PendingActivity(string InstanceId, string RowKey, string ExecutionId, int TaskId, string Name, string? Input);
