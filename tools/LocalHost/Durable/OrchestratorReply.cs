using Usher.Hosting.Durable.Protobuf;

namespace Usher.LocalHost.Durable;

/// <summary>What the handler made of a turn.</summary>
internal abstract record OrchestratorReply
{
    private OrchestratorReply()
    {
    }

    /// <param name="CustomStatus">JSON text; null takes the previous status away.</param>
    internal sealed record Decided(IReadOnlyList<OrchestratorAction> Actions, string? CustomStatus) : OrchestratorReply;

    /// <summary>The instance is Failed for good, with this output.</summary>
    internal sealed record Failed(string Output) : OrchestratorReply;
}

/// <summary>The turn did not happen and is repeated after a pause.</summary>
internal sealed class SessionAbortedException(string message, TimeSpan pause) : Exception(message)
{
    public TimeSpan Pause { get; } = pause;
}
