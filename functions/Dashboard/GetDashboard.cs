using Usher.Wire;

namespace Usher.Dashboard;

/// <summary><c>GET /dashboard</c>: the page for people.</summary>
internal sealed class GetDashboard(DashboardFiles files)
{
    [Function("Dashboard")]
    public HttpResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "dashboard")] HttpRequest request) =>
        files.Answer(DashboardFiles.Page, request)!;
}
