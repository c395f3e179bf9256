using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Usher.Bots;
using Usher.Hosting.Durable;
using Usher.Tests.Hosting;

namespace Usher.Tests.Lifecycle;

/// <summary>Stands in for the management API of the Durable extension, on a real port: which instances there are, and what is asked of them.</summary>
internal sealed class ManagementApi : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, OrchestrationRuntimeStatus> instances = new();
    private readonly ConcurrentQueue<string> requests = new();
    private readonly HttpClient http = new();
    private HandlerServer server = null!;

    private ManagementApi()
    {
    }

    /// <summary>As <c>start {orchestration} {id} {input}</c> and <c>raise {event} {id}</c>, in order.</summary>
    public IEnumerable<string> Requests => requests;

    /// <summary>Every request about one of these is answered 503.</summary>
    public IList<BotId> Broken { get; } = [];

    /// <summary>While an event is raised.</summary>
    public Func<Task> AtRaise { get; set; } = () => Task.CompletedTask;

    public DurableTaskClient Client => new(http, new DurableClientBinding(JsonElement.Parse(Binding)));

    /// <summary>What the host sends as the value of a durableClient binding.</summary>
    public string Binding => $$"""{"httpBaseUrl":"{{server.Http.BaseAddress}}"}""";

    public static async Task<ManagementApi> StartAsync()
    {
        var api = new ManagementApi();
        api.server = await HandlerServer.StartAsync(endpoints =>
        {
            endpoints.MapPost("/orchestrators/{name}/{id}", (RequestDelegate)api.StartInstanceAsync);
            endpoints.MapPost("/instances/{id}/raiseEvent/{name}", (RequestDelegate)api.RaiseEventAsync);
        });
        return api;
    }

    /// <summary>Null: there is no such instance.</summary>
    public void Set(BotId id, OrchestrationRuntimeStatus? status)
    {
        instances.TryRemove(id.ToString(), out _);
        if (status is { } known)
        {
            instances[id.ToString()] = known;
        }
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
    }

    private async Task StartInstanceAsync(HttpContext context)
    {
        var (name, id) = Names(context);
        using var reader = new StreamReader(context.Request.Body);
        requests.Enqueue($"start {name} {id} {await reader.ReadToEndAsync(context.RequestAborted)}");
        context.Response.StatusCode = IsBroken(id) ? 503 : IsLive(id) ? 409 : 202;
        if (context.Response.StatusCode == 202)
        {
            instances[id] = OrchestrationRuntimeStatus.Running;
        }
    }

    private async Task RaiseEventAsync(HttpContext context)
    {
        var (name, id) = Names(context);
        requests.Enqueue($"raise {name} {id}");
        await AtRaise();
        context.Response.StatusCode = IsBroken(id) ? 503 : !instances.ContainsKey(id) ? 404 : IsLive(id) ? 202 : 410;
    }

    private bool IsBroken(string id) => Broken.Contains(BotId.Parse(id));

    private bool IsLive(string id) => instances.TryGetValue(id, out var status)
        && status is OrchestrationRuntimeStatus.Pending or OrchestrationRuntimeStatus.Running or OrchestrationRuntimeStatus.ContinuedAsNew or OrchestrationRuntimeStatus.Suspended;

    private static (string Name, string Id) Names(HttpContext context) => ((string)context.Request.RouteValues["name"]!, (string)context.Request.RouteValues["id"]!);
}
