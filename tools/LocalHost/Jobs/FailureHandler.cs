using System.Runtime.ExceptionServices;
using Microsoft.Azure.WebJobs.Host;
using Microsoft.Azure.WebJobs.Host.Timers;

namespace Usher.LocalHost.Jobs;

/// <summary>Handles errors from which the SDK cannot recover. Source: WebScriptHostExceptionHandler of the Functions host.</summary>
internal sealed class FailureHandler(TriggerHostOptions options) : IWebJobsExceptionHandler
{
    private readonly TaskCompletionSource<Exception> failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the exception that forces the host to end.</summary>
    public Task<Exception> Failed => failed.Task;

    public async Task OnTimeoutExceptionAsync(ExceptionDispatchInfo exceptionInfo, TimeSpan timeoutGracePeriod)
    {
        if (
            exceptionInfo.SourceException is FunctionTimeoutException { Task: { } ended }
            && await Task.WhenAny(ended, Task.Delay(timeoutGracePeriod, options.Clock)) == ended
        )
        {
            return;
        }

        options.Report($"{exceptionInfo.SourceException.Message}. Restarting the worker.");
        await options.RestartWorkerAsync();
    }

    public Task OnUnhandledExceptionAsync(ExceptionDispatchInfo exceptionInfo)
    {
        options.Report($"An unhandled exception has occurred: {exceptionInfo.SourceException}");
        failed.TrySetResult(exceptionInfo.SourceException);
        return Task.CompletedTask;
    }
}
