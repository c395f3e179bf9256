namespace Usher.LocalHost.Workers;

/// <summary>
/// One life of the worker: a separate process or, in tests, a worker inside the test process. Disposing it ends it immediately, however
/// busy it is, and may be repeated; the host first asks it to end with <c>WorkerTerminate</c>.
/// </summary>
public interface IWorker : IAsyncDisposable
{
    /// <summary>As shown in the host's lines: <c>pid 4711</c>.</summary>
    string Name { get; }

    /// <summary>The exit code, once the worker has ended. Never fails.</summary>
    Task<int> Ended { get; }
}
