namespace Usher.Api;

/// <summary>
/// <c>X-Request-Id</c>: the caller's, where it is one, else a new one. It is on every answer and in the scope of every line that is logged for the request.
/// </summary>
internal static partial class RequestId
{
    private const string Header = "X-Request-Id";
    private const int MaxLength = 128;

    private static readonly Func<ILogger, string, IDisposable?> Scope = LoggerMessage.DefineScope<string>("Request {RequestId}");

    public static void UseRequestId(this WebApplication app)
    {
        var clock = app.Services.GetRequiredService<TimeProvider>();
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(RequestId));
        app.Use(async (context, next) =>
        {
            var id = context.Request.Headers[Header] is [{ } given] && IsOne(given) ? given : Guid.CreateVersion7(clock.GetUtcNow()).ToString();
            context.TraceIdentifier = id;
            context.Response.Headers[Header] = id;
            using var scope = Scope(logger, id);
            try
            {
                await next(context);
            }
            catch (Exception exception) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
            {
                // Left to the server, the answer would lose its headers.
                LogUnhandled(logger, context.Request.Method, context.Request.Path, exception);
                context.Response.Clear();
                context.Response.Headers[Header] = id;
                await new HttpAnswer(exception is BadHttpRequestException bad ? bad.StatusCode : 500).WriteAsync(context);
            }
        });
    }

    private static bool IsOne(string text) => text.Length is > 0 and <= MaxLength && text.All(character => character is > ' ' and <= '~');

    [LoggerMessage(LogLevel.Error, "{Method} {Path} has failed.")]
    private static partial void LogUnhandled(ILogger logger, string method, string path, Exception exception);
}
