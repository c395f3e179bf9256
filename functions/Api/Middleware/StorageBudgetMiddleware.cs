using Microsoft.Azure.Functions.Worker.Middleware;
using Usher.Storage;

namespace Usher.Api.Middleware;

/// <summary>Storage that does not answer in time, with all retries, is the dialect's 503, never an exception.</summary>
internal sealed partial class StorageBudgetMiddleware(Dialects dialects, TimeProvider clock, ILogger<StorageBudgetMiddleware> logger) : IFunctionsWorkerMiddleware
{
    /// <summary>30 s.</summary>
    public static readonly TimeSpan Budget = TimeSpan.FromSeconds(30);

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var http = context.GetHttpContext()!;
        var connection = http.RequestAborted;
        using var budget = new CancellationTokenSource(Budget, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(budget.Token, connection);
        http.RequestAborted = either.Token;
        try
        {
            await next(context);
        }
        catch (Exception exception) when (StorageFailure.IsTransient(exception) && !connection.IsCancellationRequested)
        {
            LogStorageUnavailable(logger, http.Request.Method, http.Request.Path, exception);
            context.GetInvocationResult().Value = dialects.Of(http.Request.Path).Unavailable();
        }
        finally
        {
            http.RequestAborted = connection;
        }
    }

    [LoggerMessage(LogLevel.Error, "Storage is not available: {Method} {Path} is answered with 503.")]
    public static partial void LogStorageUnavailable(ILogger logger, string method, string path, Exception exception);
}
