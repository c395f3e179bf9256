using Usher.LocalHost.Functions;

namespace Usher.LocalHost;

/// <summary>
/// Logs everything in the host to the terminal. Quiet except for the app's own lines, unless <c>logging</c> in host.json says otherwise.
/// </summary>
internal static class HostLogging
{
    public static ILoggerFactory Create(HostJson hostJson, Action<string> report) =>
        LoggerFactory.Create(logging =>
            logging
                .AddProvider(new ReportLoggerProvider(report))
                .SetMinimumLevel(LogLevel.Warning)
                .AddFilter("Microsoft.AspNetCore", LogLevel.Error)
                .AddFilter("Microsoft.AspNetCore.Hosting", LogLevel.None) // otherwise each request would begin a trace that is not sampled
                .AddFilter("Yarp", LogLevel.Error)
                .AddFilter("Worker", LogLevel.Information)
                .AddFilter("Worker.Azure", LogLevel.Warning)
                .AddFilter("Worker.Microsoft", LogLevel.Warning)
                .AddConfiguration(hostJson.Section.GetSection("logging"))
        );
}
