using System.Text.Json.Nodes;
using Usher.LocalHost.Configuration;
using Usher.LocalHost.Durable;
using Usher.LocalHost.Functions;
using Usher.LocalHost.Handler;
using Usher.LocalHost.Http;
using Usher.LocalHost.Processes;
using Usher.LocalHost.Queues;
using Usher.LocalHost.Timers;
using Usher.Storage.Tables;
using Yarp.ReverseProxy.Forwarder;

namespace Usher.LocalHost;

/// <summary>What one life of the host works with.</summary>
/// <param name="Services">Of the web server.</param>
internal sealed record FunctionsHostSetup(
    LocalHostOptions Options, string AppFolder, string TimersFolder, AppSettings Settings, Guard Guard, IServiceProvider Services, Action<string> Report, TimeProvider Clock);

/// <summary>One life of the host: the handler, HTTP, queues, timers and orchestrations. Ending it ends everything that is in flight.</summary>
internal sealed class FunctionsHost : IAsyncDisposable
{
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(5);

    private readonly FunctionsHostSetup setup;
    private readonly HandlerSupervisor handler;
    private readonly FunctionInvoker invoker;
    private readonly RequestProxy proxy;
    private readonly LegacyForwarding legacyForwarding;
    private readonly DurableExtension? durable;
    private readonly List<QueuePump> queues = [];
    private readonly List<TimerPump> timers = [];

    private FunctionsHost(FunctionsHostSetup setup)
    {
        this.setup = setup;
        var (options, report, clock) = (setup.Options, setup.Report, setup.Clock);
        var hostJson = HostJson.Load(setup.AppFolder);
        var catalog = FunctionCatalog.Load(setup.AppFolder, setup.Settings);
        var workerId = Guid.CreateVersion7(clock.GetUtcNow()).ToString("D");

        handler = new HandlerSupervisor(
            port => HandlerCommand.Create(hostJson.CustomHandler, setup.AppFolder, setup.Settings, port, workerId),
            hostJson.CustomHandler.InitializationTimeout, setup.Guard, report, line => report($"  handler | {line}"), clock);
        invoker = new FunctionInvoker(handler, hostJson.FunctionTimeout, report, clock);
        proxy = new RequestProxy(setup.Services.GetRequiredService<IHttpForwarder>(), report, clock);
        legacyForwarding = new LegacyForwarding(report, clock);
        var http = new HttpInvocation(
            handler, hostJson.FunctionTimeout, options.LegacyForwarding ? legacyForwarding.ForwardAsync : proxy.ForwardAsync, report, clock);
        durable = catalog.UsesDurable ? CreateDurable(catalog) : null;
        Pipeline = HostPipeline.Build(setup.Services, endpoints =>
        {
            FunctionRoutes.Map(endpoints, catalog, hostJson.RoutePrefix, http.InvokeAsync);
            durable?.MapManagementApi(endpoints);
        });

        foreach (var function in catalog.WithTrigger("queueTrigger"))
        {
            var connection = QueueConnection.Open(function, setup.Settings);
            var processor = new QueueMessageProcessor(function, connection, hostJson.Queues, options.QueueLease, invoker, DurableClientPayload, report, clock);
            queues.Add(new QueuePump(connection.Queue, hostJson.Queues, options.QueueLease, processor.ProcessAsync, report, clock));
        }

        foreach (var function in catalog.WithTrigger("timerTrigger"))
        {
            timers.Add(TimerPump.Create(function, setup.Settings, setup.TimersFolder, invoker, DurableClientPayload, report, clock));
        }
    }

    /// <summary>Answers every request.</summary>
    public RequestDelegate Pipeline { get; }

    /// <summary>Completes when the handler has failed so often that the host has to end.</summary>
    public Task Ended => handler.Ended;

    /// <summary>Starts the handler, waits until it answers, and recovers the orchestrations; requests can be handed to <see cref="Pipeline"/> then.</summary>
    /// <exception cref="LocalHostException">The app cannot be used, or does not start.</exception>
    public static async Task<FunctionsHost> StartAsync(FunctionsHostSetup setup, CancellationToken cancellationToken)
    {
        var host = new FunctionsHost(setup);
        try
        {
            host.handler.Start();
            var ready = host.handler.WaitUntilReadyAsync(cancellationToken);
            if (await Task.WhenAny(ready, host.Ended) != ready || (await ready).Exited.IsCompleted)
            {
                throw new LocalHostException("The app does not start. What it wrote stands above.");
            }

            await (host.durable?.StartAsync(cancellationToken) ?? Task.CompletedTask);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets the queues and timers in.</summary>
    public void StartTriggers()
    {
        queues.ForEach(queue => queue.Start());
        timers.ForEach(timer => timer.Start());
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll([.. queues.Select(queue => queue.StopListeningAsync()), .. timers.Select(timer => timer.StopListeningAsync())]);

        // The orchestrations hear of it before their handler dies: no turn fails for that.
        var orchestrations = durable?.StopAsync() ?? Task.CompletedTask;
        await handler.StopAsync();
        try
        {
            // What was in flight has failed with the handler; its messages are shown again.
            await Task.WhenAll(
                    [orchestrations, .. queues.Select(queue => queue.DisposeAsync().AsTask()), .. timers.Select(timer => timer.DisposeAsync().AsTask())])
                .WaitAsync(DrainPatience, setup.Clock);
        }
        catch (TimeoutException)
        {
            setup.Report("Some messages could not be given back to their queues: they come back when their leases are over.");
        }

        proxy.Dispose();
        legacyForwarding.Dispose();
        invoker.Dispose();
        await handler.DisposeAsync();
    }

    private DurableExtension CreateDurable(FunctionCatalog catalog)
    {
        var hostJson = JsonNode.Parse(File.ReadAllText(Path.Combine(setup.AppFolder, "host.json")))!.AsObject();
        return new DurableExtension(
            catalog.Functions,
            invoker,
            new TableServiceClient(setup.Settings["AzureWebJobsStorage"]!),
            DurableOptions.Read(hostJson, name => setup.Settings[name]),
            setup.Clock,
            new ReportLogger(setup.Report));
    }

    private string DurableClientPayload() => durable!.ClientPayload(new Uri($"http://localhost:{setup.Options.Port}/runtime/webhooks/durabletask"));
}
