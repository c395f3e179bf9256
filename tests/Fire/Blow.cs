namespace Usher.Tests.Fire;

internal enum Blow
{
    KillWorker,
    PauseWorker,
    KillHost,
    PauseHost,
    PauseStorage,
    RestartStorage,

    /// <summary>Storage stops answering, and then the worker is killed.</summary>
    KillWorkerWithoutStorage,
    KillReceiver,
    PauseReceiver,
}
