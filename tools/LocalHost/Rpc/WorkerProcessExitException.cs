namespace Usher.LocalHost.Rpc;

/// <summary>
/// The worker ended during an invocation. The Durable extension recognizes a lost worker by the name of this type (OutOfProcMiddleware) and
/// runs the orchestration's turn again.
/// </summary>
internal sealed class WorkerProcessExitException() : Exception("The worker has ended.");
