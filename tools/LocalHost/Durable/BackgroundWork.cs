using System.Collections.Concurrent;

namespace Usher.LocalHost.Durable;

/// <summary>Tasks that nobody awaits until the end, and the sign that it has come.</summary>
internal sealed partial class BackgroundWork : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Task, bool> running = [];
    private readonly CancellationTokenSource stopping = new();
    private readonly ILogger logger;

    public BackgroundWork(ILogger logger)
    {
        this.logger = logger;
        Stopping = stopping.Token;
    }

    /// <summary>Whoever asks after the end, as a timer that has just fired may, is told that it has come.</summary>
    public CancellationToken Stopping { get; }

    public void Run(Func<CancellationToken, Task> work)
    {
        if (stopping.IsCancellationRequested)
        {
            return;
        }

        var task = Task.Run(() => GuardAsync(work), CancellationToken.None);
        running[task] = true;
        task.ContinueWith(done => running.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await Task.WhenAll(running.Keys);
        stopping.Dispose();
    }

    private async Task GuardAsync(Func<CancellationToken, Task> work)
    {
        try
        {
            await work(Stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // What was under way is in the table and runs again.
        }
        catch (Exception exception)
        {
            Log.Escaped(logger, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Critical, "The task hub has lost a piece of work until the next start")]
        public static partial void Escaped(ILogger logger, Exception exception);
    }
}
