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
/// The app's unmodified worker in the test's own process: a test can replace services and still call it through host, gRPC and worker.
/// </summary>
internal sealed class InProcessWorker : IWorker
{
    private readonly IHost app;
    private readonly TaskCompletionSource<int> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    static InProcessWorker()
    {
        // The entry assembly tells the worker where to find its functions and its extensions' startup code; these folders, what was built
        // next to it.
        Assembly.SetEntryAssembly(typeof(UsherApp).Assembly);
        Environment.SetEnvironmentVariable("FUNCTIONS_APPLICATION_DIRECTORY", BuildOutput.App);
        Environment.SetEnvironmentVariable("FUNCTIONS_WORKER_DIRECTORY", BuildOutput.App);
    }

    private InProcessWorker(IHost app) => this.app = app;

    public string Name => "in the test's process";

    public Task<int> Ended => ended.Task;

    public IServiceProvider Services => app.Services;

    /// <param name="arguments">The host's arguments.</param>
    /// <param name="configure">Applies the test's changes.</param>
    /// <exception cref="SettingException">A setting is missing or invalid.</exception>
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

        // The extension's own address is shared by the whole process.
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
