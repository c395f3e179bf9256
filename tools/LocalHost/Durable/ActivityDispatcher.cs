using System.Collections.Concurrent;
using Usher.LocalHost.Durable.Storage;

namespace Usher.LocalHost.Durable;

/// <summary>
/// Runs activities side by side, at least once each: one whose result was not stored runs again after the next start.
/// </summary>
internal sealed partial class ActivityDispatcher(
    ActivityFunction function, TaskHubTable table, TaskHub hub, DurableOptions options, DurableFaults faults, TimeProvider clock, ILogger logger) : IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim slots = new(options.MaxConcurrentActivityFunctions);
    private readonly ConcurrentDictionary<(string InstanceId, string RowKey), bool> underway = [];

    /// <summary>An activity that is under way already is not run again.</summary>
    public void Schedule(PendingActivity activity)
    {
        if (!underway.TryAdd((activity.InstanceId, activity.RowKey), true))
        {
            return;
        }

        hub.Work.Run(async stopping =>
        {
            try
            {
                await RunAsync(activity, stopping);
            }
            finally
            {
                underway.TryRemove((activity.InstanceId, activity.RowKey), out _);
            }
        });
    }

    public void Dispose() => slots.Dispose();

    private async Task RunAsync(PendingActivity activity, CancellationToken stopping)
    {
        await slots.WaitAsync(stopping);
        TaskMessage result;
        try
        {
            if (faults.Duplicates())
            {
                await function.RunAsync(activity, stopping);
            }

            var happened = await function.RunAsync(activity, stopping);
            result = new TaskMessage(activity.InstanceId, activity.RowKey, hub.NextSequence(), activity.ExecutionId, happened);
        }
        finally
        {
            slots.Release();
        }

        if (await StoreAsync(result, activity, stopping))
        {
            hub.Deliver(result);
        }
    }

    private async Task<bool> StoreAsync(TaskMessage result, PendingActivity activity, CancellationToken stopping)
    {
        for (var pause = TimeSpan.FromMilliseconds(100); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await table.CompleteActivityAsync(result, stopping);
            }
            catch (PayloadTooLargeException exception)
            {
                var details = new Hosting.Durable.Protobuf.TaskFailureDetails
                {
                    ErrorType = exception.GetType().FullName,
                    ErrorMessage = $"The result of '{activity.Name}' cannot be kept. {exception.Message}",
                };
                result = result with { Event = HistoryEvents.TaskFailed(clock.GetUtcNow(), activity.TaskId, details) };
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                Log.NotStored(logger, activity.Name, activity.InstanceId, exception);
                await Task.Delay(pause, clock, stopping);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The result of activity '{Function}' of instance '{InstanceId}' could not be stored yet")]
        public static partial void NotStored(ILogger logger, string function, string instanceId, Exception exception);
    }
}
