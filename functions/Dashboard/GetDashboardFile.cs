using Usher.Api;
using Usher.Api.Attendee;

namespace Usher.Dashboard;

/// <summary><c>GET /dashboard/{file}</c>: what the page consists of.</summary>
internal sealed class GetDashboardFile(DashboardFiles files)
{
    [Function("DashboardFile")]
    public HttpAnswer Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "dashboard/{file}")] HttpRequest request,
        string file
    ) => files.Answer(file, request) ?? AttendeeAnswer.NotFound();
}
