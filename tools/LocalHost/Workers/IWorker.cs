namespace Usher.LocalHost.Workers;

/// <summary>
/// One life of the worker: a process of its own, or, in tests, a worker that lives in the test process. Disposing it ends it at once,
/// however busy it is, and may happen twice; the host asks it to end first, by <c>WorkerTerminate</c>.
/// </summary>
public interface IWorker : IAsyncDisposable
{
    /// <summary>As it stands in the host's lines: <c>pid 4711</c>.</summary>
    string Name { get; }

    /// <summary>The exit code, once the worker has ended. Never fails.</summary>
    Task<int> Ended { get; }
}
