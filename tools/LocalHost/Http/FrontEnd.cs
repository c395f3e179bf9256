using System.Text;
using Microsoft.AspNetCore.Connections;

namespace Usher.LocalHost.Http;

/// <summary>The server on the port, for as long as this process runs; behind it one life of the host follows the other.</summary>
internal sealed class FrontEnd : IAsyncDisposable
{
    private readonly WebApplication application;
    private volatile RequestDelegate? pipeline;

    private FrontEnd(WebApplication application) => this.application = application;

    public IServiceProvider Services => application.Services;

    /// <summary>What answers; null: 503, since nothing is ready.</summary>
    public RequestDelegate? Pipeline
    {
        get => pipeline;
        set => pipeline = value;
    }

    /// <exception cref="LocalHostException">The port is taken.</exception>
    public static async Task<FrontEnd> StartAsync(int port, Action<string> report)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddRouting();
        builder.Services.AddHttpForwarder();
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            // The handler says what is too large.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.AddServerHeader = false;
            kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
            kestrel.ListenLocalhost(port);
        });
        var application = builder.Build();
        var frontEnd = new FrontEnd(application);
        application.Run(context => frontEnd.AnswerAsync(context, report));
        try
        {
            await application.StartAsync();
            return frontEnd;
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            await application.DisposeAsync();
            throw new LocalHostException($"Port {port} is taken. Stop what listens there, or choose another one with --port.", exception);
        }
    }

    /// <summary>Takes no more requests and ends those that run.</summary>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await application.StopAsync(now.Token);
        await application.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context, Action<string> report)
    {
        if (pipeline is not { } current)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = "1";
            await context.Response.WriteAsync("The development host is starting.");
            return;
        }

        try
        {
            await current(context);
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            report($"{context.Request.Method} {context.Request.Path} failed in the host: {exception}");
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    // The server's own reaction to Ctrl-C would close the port before the rest is stopped.
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
