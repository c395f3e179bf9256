namespace Usher.LocalHost.Durable.Http;

/// <summary>The HTTP management API of the Durable Functions extension, version 3. Source: "HTTP APIs in Durable Functions".</summary>
internal sealed class ManagementApi(TaskHubClient client, string hubName, TimeProvider clock)
{
    private const string Base = ManagementUrls.Path;

    private readonly StartEndpoints start = new(client, hubName, clock);
    private readonly InstanceEndpoints instances = new(client);
    private readonly QueryEndpoints queries = new(client);

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost(Base + "/orchestrators/{functionName}/{instanceId?}", start.StartAsync);
        endpoints.MapPost(Base + "/instances/{instanceId}/restart", start.RestartAsync);
        endpoints.MapGet(Base + "/instances", queries.ListAsync);
        endpoints.MapGet(Base + "/instances/{instanceId}", queries.GetAsync);
        endpoints.MapDelete(Base + "/instances/{instanceId}", instances.PurgeAsync);
        endpoints.MapPost(Base + "/instances/{instanceId}/raiseEvent/{eventName}", instances.RaiseEventAsync);
        endpoints.MapPost(Base + "/instances/{instanceId}/terminate", instances.TerminateAsync);
        endpoints.MapPost(Base + "/instances/{instanceId}/suspend", instances.SuspendAsync);
        endpoints.MapPost(Base + "/instances/{instanceId}/resume", instances.ResumeAsync);
        endpoints.MapPost(Base + "/instances/{instanceId}/rewind", InstanceEndpoints.RewindAsync);
    }
}
