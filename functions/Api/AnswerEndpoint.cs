using Usher.Storage;

namespace Usher.Api;

/// <summary>The edge of every endpoint: an answer is written, and storage that does not answer is the dialect's 503, never an exception.</summary>
internal static partial class AnswerEndpoint
{
    /// <summary>What storage does not answer in this time, with all its retries, it does not answer in time: 30 s.</summary>
    public static readonly TimeSpan Budget = TimeSpan.FromSeconds(30);

    public static async Task RunAsync(HttpContext context, Func<HttpAnswer> unavailable, Func<CancellationToken, Task<HttpAnswer>> operation)
    {
        HttpAnswer answer;
        using var budget = new CancellationTokenSource(Budget, context.RequestServices.GetRequiredService<TimeProvider>());
        using var either = CancellationTokenSource.CreateLinkedTokenSource(budget.Token, context.RequestAborted);
        try
        {
            await context.RequestServices.GetRequiredService<StorageSetup>().EnsureAsync().WaitAsync(either.Token);
            answer = await operation(either.Token);
        }
        catch (Exception exception) when (StorageFailure.IsTransient(exception) && !context.RequestAborted.IsCancellationRequested)
        {
            var logger = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(AnswerEndpoint));
            LogStorageUnavailable(logger, context.Request.Method, context.Request.Path, exception);
            answer = unavailable();
        }

        await answer.WriteAsync(context);
    }

    [LoggerMessage(LogLevel.Error, "Storage is not available: {Method} {Path} is answered with 503.")]
    public static partial void LogStorageUnavailable(ILogger logger, string method, string path, Exception exception);
}
