namespace Usher.Hosting.Durable;

/// <summary>The states of an instance, spelled as the management API spells them.</summary>
internal enum OrchestrationRuntimeStatus
{
    Running,
    Completed,
    ContinuedAsNew,
    Failed,
    Canceled,
    Terminated,
    Pending,
    Suspended,
}
