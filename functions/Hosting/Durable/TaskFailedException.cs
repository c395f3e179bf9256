namespace Usher.Hosting.Durable;

/// <summary>An activity failed. Named as in Microsoft.DurableTask.</summary>
internal sealed class TaskFailedException(string taskName, int taskId, TaskFailureDetails? failureDetails)
    : Exception($"Task '{taskName}' (#{taskId}) failed: {failureDetails?.ErrorMessage ?? "the host gave no reason"}")
{
    public string TaskName => taskName;

    /// <summary>The id of the action that asked for it.</summary>
    public int TaskId => taskId;

    /// <summary>Null where the host knows none, as for an activity that does not exist.</summary>
    public TaskFailureDetails? FailureDetails => failureDetails;
}
