namespace Usher.LocalHost.Rpc;

/// <summary>
/// The worker ended while it ran an invocation. The Durable extension knows a lost worker by the name of this type
/// (OutOfProcMiddleware): the turn of an orchestration is run again then.
/// </summary>
internal sealed class WorkerProcessExitException() : Exception("The worker has ended.");
