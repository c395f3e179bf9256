namespace Usher.Hosting;

/// <summary>
/// <c>POST /{function}</c>, which only the host calls: reads the invocation, runs the function, answers. Whatever goes wrong is logged and answered with
/// 500, so that the host applies the trigger's own rules for failures.
/// </summary>
internal static partial class InvocationEndpoint
{
    /// <summary>A turn of an orchestration carries its whole history; the histories here are a few events long.</summary>
    private const long MaximumBodySize = 16 * 1024 * 1024;

    /// <param name="endpoints">The app.</param>
    /// <param name="function">The folder of its function.json, with the same casing.</param>
    /// <param name="run">Returns the invocation's return value.</param>
    public static IEndpointConventionBuilder MapInvocation(
        this IEndpointRouteBuilder endpoints, string function, Func<HttpContext, HostInvocation, Task<string?>> run)
    {
        var logger = endpoints.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger($"Function.{function}");
        return endpoints
            .MapPost($"/{function}", context => AnswerAsync(context, run, logger))
            .WithMetadata(new RequestSizeLimit(MaximumBodySize));
    }

    private static async Task AnswerAsync(HttpContext context, Func<HttpContext, HostInvocation, Task<string?>> run, ILogger logger)
    {
        var id = HostInvocation.IdOf(context.Request);
        using var scope = InvocationScope(logger, id);
        string? returnValue;
        try
        {
            var invocation = await HostInvocation.ReadAsync(context.Request, context.RequestAborted);
            returnValue = await run(context, invocation);
        }
        catch (Exception exception)
        {
            LogFailure(logger, id, exception);
            await HostAnswer.WriteFailureAsync(context.Response, exception.GetType().Name);
            return;
        }

        await HostAnswer.WriteSuccessAsync(context.Response, returnValue);
    }

    private static readonly Func<ILogger, string?, IDisposable?> InvocationScope = LoggerMessage.DefineScope<string?>("Invocation {InvocationId}");

    [LoggerMessage(Level = LogLevel.Error, Message = "Invocation {InvocationId} failed.")]
    private static partial void LogFailure(ILogger logger, string? invocationId, Exception exception);
}
