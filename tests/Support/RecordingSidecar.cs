using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.DurableTask.Protobuf;
using Microsoft.Extensions.DependencyInjection;

namespace Usher.Tests.Support;

/// <summary>
/// Stands in for the endpoint that the Durable extension offers its client in the worker, and records requests as <c>start {orchestration}
/// {id} {input}</c> and <c>raise {event} {id}</c>. Only instances that were started exist.
/// </summary>
internal sealed class RecordingSidecar : TaskHubSidecarService.TaskHubSidecarServiceBase, IAsyncDisposable
{
    private readonly ConcurrentQueue<string> requests = new();
    private readonly ConcurrentDictionary<string, bool> instances = new();
    private WebApplication app = null!;

    public Uri Url => new(app.Urls.Single());

    public IEnumerable<string> Requests => requests;

    public static async Task<RecordingSidecar> StartAsync()
    {
        var sidecar = new RecordingSidecar();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2)
        );
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(sidecar);
        sidecar.app = builder.Build();
        sidecar.app.MapGrpcService<RecordingSidecar>();
        await sidecar.app.StartAsync(TestContext.Current.CancellationToken);
        return sidecar;
    }

    public void Forget(string instance) => instances.TryRemove(instance, out _);

    public override Task<CreateInstanceResponse> StartInstance(CreateInstanceRequest request, ServerCallContext context)
    {
        requests.Enqueue($"start {request.Name} {request.InstanceId} {request.Input}");
        return instances.TryAdd(request.InstanceId, true)
            ? Task.FromResult(new CreateInstanceResponse { InstanceId = request.InstanceId })
            : throw new RpcException(new Status(StatusCode.AlreadyExists, "It runs."));
    }

    public override Task<RaiseEventResponse> RaiseEvent(RaiseEventRequest request, ServerCallContext context)
    {
        requests.Enqueue($"raise {request.Name} {request.InstanceId}");
        return instances.ContainsKey(request.InstanceId)
            ? Task.FromResult(new RaiseEventResponse())
            : throw new RpcException(new Status(StatusCode.NotFound, "There is no such instance."));
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
