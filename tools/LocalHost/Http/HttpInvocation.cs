using Usher.LocalHost.Functions;
using Usher.LocalHost.Rpc;
using Usher.LocalHost.Workers;
using Yarp.ReverseProxy.Forwarder;

namespace Usher.LocalHost.Http;

/// <summary>
/// Invokes an HTTP function: sends the request to the worker's web server and the invocation through gRPC, both at once. Source:
/// DefaultHttpProxyService, GrpcWorkerChannel, FunctionInvocationMiddleware and ExceptionMiddleware of the Functions host.
/// </summary>
/// <param name="durableClient">The JSON for <c>durableClient</c> bindings.</param>
internal sealed class HttpInvocation(
    WorkerSupervisor workers,
    FunctionInvoker invoker,
    IHttpForwarder forwarder,
    Func<string> durableClient,
    FunctionsHostOptions options
) : IDisposable
{
    private const string InvocationIdHeader = "x-ms-invocation-id";
    private static readonly ForwarderRequestConfig Configuration = new() { ActivityTimeout = TimeSpan.FromSeconds(240) };
    private readonly HttpMessageInvoker client = new(new RetryProxyHandler(options.Clock));

    /// <summary>Every failure is an empty 500, unless the response has already started.</summary>
    public async Task InvokeAsync(HttpContext context, HostedFunction function)
    {
        if (function.Disabled)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        try
        {
            await InvokeAsync(context, function, await workers.ReadyAsync(context.RequestAborted));
        }
        catch (Exception exception)
        {
            if (!context.RequestAborted.IsCancellationRequested && !workers.IsStopping)
            {
                options.Report($"{context.Request.Method} {context.Request.Path} failed in {function.Name}: {ReasonOf(exception)}");
            }

            if (!context.Response.HasStarted)
            {
                context.Response.Clear();
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            }
        }
    }

    public void Dispose() => client.Dispose();

    private async Task InvokeAsync(HttpContext context, HostedFunction function, WorkerChannel worker)
    {
        var request = CreateRequest(context, function);
        var invoking = invoker.InvokeAsync(worker, function, request, context.RequestAborted);
        if (invoking.IsFaulted)
        {
            await invoking;
        }

        // A client's own header is kept, and makes its request fail.
        context.Request.Headers.TryAdd(InvocationIdHeader, request.InvocationId);
        var address = (worker.HttpUri ?? throw new InvocationFailedException("The worker has no web server.")).ToString();
        var forwarding = forwarder.SendAsync(context, address, client, Configuration, HttpTransformer.Default, worker.Lost).AsTask();
        await Task.WhenAll(invoking, forwarding);
        if (await forwarding is not ForwarderError.None and var error)
        {
            throw new InvocationFailedException($"{error}: {context.GetForwarderErrorFeature()?.Exception?.Message}");
        }
    }

    private InvocationRequest CreateRequest(HttpContext context, HostedFunction function)
    {
        var trigger = new TypedData { Http = new RpcHttp() };
        var request = InvocationRequests.Create(function, trigger, durableClient(), context.Request.Headers.TraceParent, options.Clock);
        foreach (var (name, value) in context.GetRouteData().Values.Where(pair => pair.Value is not null))
        {
            // The worker binds its parameters from these values.
            request.TriggerMetadata[name] = new TypedData { String = value!.ToString() };
        }

        return request;
    }

    private static string ReasonOf(Exception exception) => (exception as InvocationFailedException)?.Reason ?? exception.Message;
}
