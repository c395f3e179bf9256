using Microsoft.Azure.Functions.Worker.Middleware;

namespace Usher.Api.Middleware;

/// <summary>
/// <c>X-Request-Id</c>: the caller's if it is valid, otherwise a generated one. It is in every response and in the scope of all log entries
/// of the request.
/// </summary>
internal sealed class RequestIdMiddleware(TimeProvider clock, ILogger<RequestIdMiddleware> logger) : IFunctionsWorkerMiddleware
{
    private const string Header = "X-Request-Id";
    private const int MaxLength = 128;

    private static readonly Func<ILogger, string, IDisposable?> Scope = LoggerMessage.DefineScope<string>("Request {RequestId}");

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var http = context.GetHttpContext()!;
        var id = http.Request.Headers[Header] is [{ } given] && IsValid(given) ? given : Guid.CreateVersion7(clock.GetUtcNow()).ToString();
        http.TraceIdentifier = id;
        http.Response.Headers[Header] = id;
        using var scope = Scope(logger, id);
        await next(context);
    }

    private static bool IsValid(string text) => text.Length is > 0 and <= MaxLength && text.All(character => character is > ' ' and <= '~');
}
