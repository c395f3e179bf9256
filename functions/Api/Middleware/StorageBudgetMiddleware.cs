using Microsoft.Azure.Functions.Worker.Middleware;
using Usher.Storage;
using Usher.Wire.Bodies;

namespace Usher.Api.Middleware;

/// <summary>Storage that does not respond in time, including retries, results in the dialect's 503 and never in an exception.</summary>
internal sealed partial class StorageBudgetMiddleware(
    Dialects dialects,
    LargeBodies large,
    TimeProvider clock,
    ILogger<StorageBudgetMiddleware> logger
) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var http = context.GetHttpContext()!;
        var connection = http.RequestAborted;
        using var budget = new StorageBudget(clock, connection);
        http.RequestAborted = budget.Token;
        http.Features.Set(new BodyReader(large, budget, clock));
        try
        {
            await next(context);
        }
        catch (Exception exception) when (Thrown.By(exception) is var cause && IsStorage(cause) && !connection.IsCancellationRequested)
        {
            LogStorageUnavailable(logger, http.Request.Method, http.Request.Path, cause);
            context.GetInvocationResult().Value = dialects.Of(http.Request.Path).Unavailable();
        }
        finally
        {
            http.RequestAborted = connection;
        }
    }

    /// <summary>An unreadable request is also an IOException, but the client's fault.</summary>
    private static bool IsStorage(Exception cause) => cause is not BadHttpRequestException && StorageFailure.IsTransient(cause);

    [LoggerMessage(LogLevel.Error, "Storage is not available: {Method} {Path} returns 503.")]
    public static partial void LogStorageUnavailable(ILogger logger, string method, string path, Exception exception);
}
