using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Usher.LocalHost.Rpc;
using Usher.LocalHost.Workers;

namespace Usher.LocalHost.Http;

/// <summary>Both ports of the host: HTTP for its clients, and gRPC for its worker.</summary>
internal sealed class WebServer : IAsyncDisposable
{
    // Source: ScriptConstants.DefaultMaxRequestBodySize of the Functions host.
    private const long MaxRequestBodySize = 100 * 1024 * 1024;

    private readonly WebApplication application;
    private ListenOptions? http;
    private ListenOptions? rpc;
    private volatile RequestDelegate? pipeline;

    private WebServer(int port, WorkerSupervisor workers, ILoggerFactory logs)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(logs);
        builder.Services.AddSingleton(workers);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddRouting();
        builder.Services.AddHttpForwarder();
        builder.Services.AddGrpc(grpc => (grpc.MaxReceiveMessageSize, grpc.MaxSendMessageSize) = (null, null));
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.Limits.MaxRequestBodySize = MaxRequestBodySize;
                kestrel.Listen(IPAddress.Loopback, 0, listen => (rpc, listen.Protocols) = (listen, HttpProtocols.Http2));
                if (port == 0)
                {
                    kestrel.Listen(IPAddress.Loopback, port, listen => (http, listen.Protocols) = (listen, HttpProtocols.Http1));
                }
                else
                {
                    kestrel.ListenLocalhost(port, listen => (http, listen.Protocols) = (listen, HttpProtocols.Http1));
                }
            });
        application = builder.Build();
        application.MapWhen(
            context => context.Connection.LocalPort == rpc!.IPEndPoint!.Port,
            branch => branch.UseRouting().UseEndpoints(endpoints => endpoints.MapGrpcService<FunctionRpcService>())
        );
        application.Run(AnswerAsync);
    }

    public IServiceProvider Services => application.Services;

    /// <summary>The URL of the HTTP port.</summary>
    public Uri Url => new($"http://localhost:{http!.IPEndPoint!.Port}");

    public Uri RpcEndpoint => new($"http://127.0.0.1:{rpc!.IPEndPoint!.Port}");

    /// <exception cref="LocalHostException">The port is in use.</exception>
    public static async Task<WebServer> StartAsync(int port, WorkerSupervisor workers, ILoggerFactory logs)
    {
        var server = new WebServer(port, workers, logs);
        try
        {
            await server.application.StartAsync();
            return server;
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            await server.DisposeAsync();
            throw new LocalHostException(
                $"Port {port} is taken. Stop whatever is listening on it, or choose another port with --port.",
                exception
            );
        }
    }

    /// <summary>From here on, requests are answered by the routes; before, with 503.</summary>
    public void Open(IRouter routes) => pipeline = new ApplicationBuilder(Services).UseRouter(routes).Build();

    /// <summary>Accepts no more requests and aborts running ones.</summary>
    public async ValueTask DisposeAsync()
    {
        pipeline = null;
        await application.StopAsync(new CancellationToken(canceled: true));
        await application.DisposeAsync();
    }

    private Task AnswerAsync(HttpContext context)
    {
        if (pipeline is { } open)
        {
            return open(context);
        }

        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    }
}
