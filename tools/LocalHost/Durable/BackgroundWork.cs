using System.Collections.Concurrent;

namespace Usher.LocalHost.Durable;

/// <summary>Tasks that nobody awaits until the end, and the sign that it has come.</summary>
internal sealed partial class BackgroundWork(ILogger logger) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Task, bool> running = [];
    private readonly CancellationTokenSource stopping = new();

    public CancellationToken Stopping => stopping.Token;

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
            await work(stopping.Token);
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
