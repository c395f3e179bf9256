using Usher.Api;

namespace Usher.Dashboard;

/// <summary><c>GET /dashboard</c>: the page for people.</summary>
internal static class GetDashboard
{
    [Function("Dashboard")]
    public static HttpAnswer Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "dashboard")] HttpRequest request) =>
        DashboardFiles.Answer(DashboardFiles.Page, request)!;
}
