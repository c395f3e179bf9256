using Usher.Api;
using Usher.Api.Attendee;

namespace Usher.Dashboard;

/// <summary><c>GET /dashboard/{file}</c>: what the page consists of.</summary>
internal static class GetDashboardFile
{
    [Function("DashboardFile")]
    public static HttpAnswer Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "dashboard/{file}")] HttpRequest request, string file) =>
        DashboardFiles.Answer(file, request) ?? AttendeeAnswer.NotFound();
}
