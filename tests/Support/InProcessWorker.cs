using System.Globalization;
using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Usher.LocalHost.Processes;
using Usher.LocalHost.Workers;

namespace Usher.Tests.Support;

/// <summary>
/// The app's worker, unmodified, in the test's own process: a test replaces services and still calls it through host, gRPC and worker.
/// </summary>
internal sealed class InProcessWorker : IWorker
{
    private readonly IHost app;
    private readonly TaskCompletionSource<int> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    static InProcessWorker()
    {
        // By the entry assembly the worker finds the functions and the start-up code of its extensions; by these folders, what was built
        // beside it.
        Assembly.SetEntryAssembly(typeof(UsherApp).Assembly);
        Environment.SetEnvironmentVariable("FUNCTIONS_APPLICATION_DIRECTORY", BuildOutput.App);
        Environment.SetEnvironmentVariable("FUNCTIONS_WORKER_DIRECTORY", BuildOutput.App);
    }

    private InProcessWorker(IHost app) => this.app = app;

    public string Name => "in the test's process";

    public Task<int> Ended => ended.Task;

    public IServiceProvider Services => app.Services;

    /// <param name="arguments">What the host says.</param>
    /// <param name="configure">What the test wants otherwise.</param>
    /// <exception cref="SettingException">A setting is missing or wrong.</exception>
    public static InProcessWorker Start(WorkerArguments arguments, Action<FunctionsApplicationBuilder> configure)
    {
        var port = LoopbackPort.Free();
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.Configuration.AddInMemoryCollection(
            arguments.Settings.Select(setting =>
                KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), setting.Value)
            )
        );
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["Functions:Worker:HostEndpoint"] = arguments.HostEndpoint.ToString(),
                ["Functions:Worker:WorkerId"] = arguments.WorkerId,
                ["Functions:Worker:RequestId"] = arguments.RequestId,
                ["Functions:Worker:GrpcMaxMessageLength"] = arguments.GrpcMaxMessageLength.ToString(CultureInfo.InvariantCulture),
            }
        );
        builder.AddUsher();

        // The extension's own address is one for the whole process.
        builder.Services.PostConfigure<WorkerOptions>(worker => worker.Capabilities["HttpUri"] = $"http://127.0.0.1:{port}");
        builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        configure(builder);
        var worker = new InProcessWorker(builder.Build());
        _ = worker.RunAsync();
        return worker;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(CancellationToken.None);
        await ended.Task;
        app.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            await app.StartAsync(CancellationToken.None);
            await app.WaitForShutdownAsync(CancellationToken.None);
            ended.TrySetResult(0);
        }
        catch (Exception exception)
        {
            await Console.Error.WriteLineAsync(exception.ToString());
            ended.TrySetResult(1);
        }
    }
}
