using Usher.Storage;

namespace Usher.Api;

/// <summary>The edge of every endpoint: an answer is written, and storage that does not answer is the dialect's 503, never an exception.</summary>
internal static partial class AnswerEndpoint
{
    public static async Task RunAsync(HttpContext context, Func<HttpAnswer> unavailable, Func<CancellationToken, Task<HttpAnswer>> operation)
    {
        HttpAnswer answer;
        try
        {
            await context.RequestServices.GetRequiredService<StorageSetup>().EnsureAsync().WaitAsync(context.RequestAborted);
            answer = await operation(context.RequestAborted);
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
    private static partial void LogStorageUnavailable(ILogger logger, string method, string path, Exception exception);
}
