using Usher.LocalHost.Functions;
using Usher.LocalHost.Http;
using Usher.LocalHost.Jobs;
using Usher.LocalHost.Rpc;
using Usher.LocalHost.Workers;
using Yarp.ReverseProxy.Forwarder;

namespace Usher.LocalHost;

/// <summary>One life of a Functions host for a .NET isolated worker.</summary>
public sealed class FunctionsHost : IAsyncDisposable
{
    // Calls fail immediately: nothing listens there.
    private static readonly Uri DeadEndpoint = new("http://127.0.0.1:1/");

    private readonly FunctionsHostOptions options;
    private readonly HostJson hostJson;
    private readonly ILoggerFactory logs;
    private readonly WorkerSupervisor workers;
    private readonly FunctionInvoker invoker;
    private WebServer? server;
    private TriggerHost? triggers;
    private HttpInvocation? http;

    private FunctionsHost(FunctionsHostOptions options)
    {
        this.options = options;
        hostJson = HostJson.Load(options.AppFolder, options.Settings);
        logs = HostLogging.Create(hostJson, options.Report);
        workers = new WorkerSupervisor(options, options.StartWorker ?? WorkerProcess.Starter(options.AppFolder), logs);
        invoker = new FunctionInvoker(workers, hostJson.FunctionTimeout, options);
    }

    /// <summary>The address of HTTP functions, such as <c>http://localhost:7071</c>.</summary>
    public Uri Url => server!.Url;

    /// <summary>
    /// Completes when the host cannot continue: the worker has failed three times within 30 minutes. The platform would then start another
    /// host.
    /// </summary>
    public Task Ended => triggers is null ? workers.Ended : Task.WhenAny(workers.Ended, triggers.Failed).Unwrap();

    /// <summary>Starts the worker and waits until it has loaded its functions.</summary>
    /// <exception cref="LocalHostException">The app cannot be used or does not start, or the port is in use.</exception>
    public static async Task<FunctionsHost> StartAsync(FunctionsHostOptions options, CancellationToken cancellationToken)
    {
        var host = new FunctionsHost(options);
        try
        {
            await host.StartAsync(cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a function triggered by a queue, a timer or an orchestration, even if it is disabled.</summary>
    /// <param name="functionName">Case-insensitive.</param>
    /// <param name="text">The trigger's value: the message, or the activity's input as JSON.</param>
    /// <param name="cancellationToken">Passed on to the function.</param>
    /// <param name="metadata">Additional trigger metadata as JSON, by name.</param>
    /// <returns>The function's return value as text or JSON; null for none.</returns>
    /// <exception cref="InvocationFailedException">The function failed.</exception>
    public async Task<string?> InvokeAsync(
        string functionName,
        string text,
        CancellationToken cancellationToken,
        params IReadOnlyList<(string Name, string Json)> metadata
    )
    {
        var function = workers.Functions!.Single(function => function.Name.Equals(functionName, StringComparison.OrdinalIgnoreCase));
        var request = InvocationRequests.Create(function, new TypedData { String = text }, DurableClient, traceParent: null, options.Clock);
        if (function.Trigger.Is("queueTrigger"))
        {
            request.TriggerMetadata["DequeueCount"] = new TypedData { Json = "1" };
        }

        foreach (var (name, json) in metadata)
        {
            request.TriggerMetadata[name] = new TypedData { Json = json };
        }

        var worker = await workers.ReadyAsync(cancellationToken);
        var result = (await invoker.InvokeAsync(worker, function, request, cancellationToken)).ReturnValue;
        return result?.DataCase switch
        {
            TypedData.DataOneofCase.String => result.String,
            TypedData.DataOneofCase.Json => result.Json,
            _ => null,
        };
    }

    /// <summary>Ends the worker, gracefully if it does so within 5 s, along with whatever it is still running.</summary>
    public async ValueTask DisposeAsync()
    {
        await (triggers?.StopAsync() ?? Task.CompletedTask);
        await workers.StopAsync();
        await (triggers?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (server?.DisposeAsync() ?? ValueTask.CompletedTask);
        http?.Dispose();
        await workers.DisposeAsync();
        logs.Dispose();
    }

    private string DurableClient =>
        triggers?.DurableClientBinding
        ?? $$"""
            {"rpcBaseUrl":"{{options.DurableEndpoint
                ?? DeadEndpoint}}","taskHubName":"None","connectionName":"","httpBaseUrl":"{{DeadEndpoint}}",
            "maxGrpcMessageSizeInBytes":4194304}
            """;

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        server = await WebServer.StartAsync(options.Port, workers, logs);
        http = new HttpInvocation(workers, invoker, server.Services.GetRequiredService<IHttpForwarder>(), () => DurableClient, options);
        await workers.StartAsync(server.RpcEndpoint, cancellationToken);
        triggers = options.RunsTriggers ? await StartTriggersAsync(server.Url, cancellationToken) : null;
        var constraints = server.Services.GetRequiredService<IInlineConstraintResolver>();
        server.Open(FunctionRoutes.Create(workers.Functions!, hostJson.RoutePrefix, constraints, http.InvokeAsync));
    }

    private Task<TriggerHost> StartTriggersAsync(Uri url, CancellationToken cancellationToken)
    {
        var triggerOptions = new TriggerHostOptions
        {
            HostJson = hostJson,
            Functions = [.. workers.Functions!.Where(function => !function.Disabled && !function.Trigger.Is("httpTrigger"))],
            InvokeAsync = async (request, cancelled) => await (await workers.ReadyAsync(cancelled)).InvokeAsync(request, cancelled),
            RestartWorkerAsync = async () => await workers.RestartAsync(await workers.ReadyAsync(CancellationToken.None)),
            BaseUrl = url,
            QueueLease = options.QueueLease,
            Report = options.Report,
            Clock = options.Clock,
        };
        return TriggerHost.StartAsync(triggerOptions, cancellationToken);
    }
}
