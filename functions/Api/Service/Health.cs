using Usher.Wire;

namespace Usher.Api.Service;

/// <summary><c>GET /health</c>: 200 if requests can be carried out, otherwise 503.</summary>
internal sealed class Health(HealthCheck check)
{
    [Function(nameof(Health))]
    public Task<HttpResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health")] HttpRequest request) =>
        check.LatestAsync();
}
