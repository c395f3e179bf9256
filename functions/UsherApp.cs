using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Usher.Api;
using Usher.Api.Middleware;
using Usher.Commanding;
using Usher.Dashboard;
using Usher.Lifecycle;
using Usher.Runner;
using Usher.Storage;
using Usher.Telemetry;
using Usher.Webhooks;

namespace Usher;

/// <summary>The app, composed: its services and its middleware. The functions are found by their attributes.</summary>
internal static class UsherApp
{
    /// <exception cref="SettingException">Settings are missing, wrong or unknown.</exception>
    public static void AddUsher(this FunctionsApplicationBuilder builder)
    {
        var settings = new Settings(builder.Configuration);
        settings.Check();
        builder.ConfigureFunctionsWebApplication();
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System", LogLevel.Warning);
        builder.AddTelemetry();
        builder
            .Services.Configure<KestrelServerOptions>(Configure)
            .Configure<SocketTransportOptions>(sockets => sockets.MaxReadBufferSize = RequestBuffer)
            .Configure<WorkerOptions>(worker => worker.InputConverters.RegisterAt<RequestArguments>(0))
            .AddSingleton(settings)
            .AddSingleton(TimeProvider.System)
            .AddStorage()
            .AddCommanding()
            .AddLifecycle(builder.Configuration)
            .AddRunner(builder.Configuration)
            .AddWebhooks()
            .AddApi()
            .AddSingleton<DashboardFiles>()
            .AddHostedService<StorageStarter>();

        // Outermost first.
        builder.UseWhen<RequestIdMiddleware>(FunctionTriggers.IsHttp);
        builder.UseWhen<RequestTelemetryMiddleware>(FunctionTriggers.IsHttp);
        builder.UseWhen<ErrorMiddleware>(FunctionTriggers.IsHttp);
        builder.UseWhen<StorageBudgetMiddleware>(FunctionTriggers.IsHttp);
        builder.UseWhen<AuthenticationMiddleware>(FunctionTriggers.IsHttp);
        builder.UseWhen<QueueTelemetryMiddleware>(FunctionTriggers.IsQueue);
    }

    /// <summary>
    /// Bytes that wait to be read, at most, in each connection's server and again in its transport, whose own default is 1 MiB.
    /// </summary>
    private const int RequestBuffer = 128 * 1024;

    private static void Configure(KestrelServerOptions kestrel)
    {
        // JsonBody sets the bound and answers 413; the server's own refusal never reaches the caller.
        kestrel.Limits.MaxRequestBodySize = null;

        kestrel.Limits.MaxRequestBufferSize = RequestBuffer;

        // A header may hold any byte (RFC 9110, 5.5): what a value may be is decided by the code that reads it.
        kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
    }
}
