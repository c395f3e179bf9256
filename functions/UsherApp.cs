using Usher.Api;
using Usher.Api.Attendee;
using Usher.Api.Description;
using Usher.Api.Management;
using Usher.Api.MeetStream;
using Usher.Dashboard;
using Usher.Hosting;
using Usher.Hosting.Durable;
using Usher.Lifecycle;
using Usher.Runner;
using Usher.Storage;
using Usher.Telemetry;
using Usher.Webhooks;

namespace Usher;

/// <summary>The app, put together: what it consists of, and what it answers to.</summary>
internal static class UsherApp
{
    /// <param name="args">Configuration, as <c>--Usher:RunnerKey=…</c>.</param>
    /// <param name="configure">What a test wants otherwise: a clock, a port.</param>
    /// <exception cref="SettingException">A setting is missing or wrong.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        // Nothing that it is configured by changes while it runs: to watch the files costs a start some ten milliseconds.
        var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false", .. args]);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System", LogLevel.Warning);
        builder.ListenOnHostPort();
        builder.AddTelemetry();
        builder.Services
            .AddSingleton(new Settings(builder.Configuration))
            .AddSingleton(TimeProvider.System)
            .AddDurableTaskClient()
            .AddStorage()
            .AddLifecycle(builder.Configuration)
            .AddRunner(builder.Configuration)
            .AddWebhooks()
            .AddApi()
            .AddManagement();
        configure?.Invoke(builder);

        var app = builder.Build();
        _ = app.Services.GetRequiredService<StorageSetup>();
        app.UseRequestSpans();
        app.UseRequestId();
        app.UsePathAsSent();
        app.UseRouting();
        app.MapHealth();
        app.MapDescription();
        app.MapDashboard();
        app.MapAttendee();
        app.MapMeetStream();
        app.MapRunnerPort();
        app.MapLifecycle();
        app.MapSimulatedMeeting();
        app.MapWebhooks();
        app.MapManagement();
        return app;
    }
}
