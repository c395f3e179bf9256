using Usher.Api.Attendee;
using Usher.Wire;

namespace Usher.Dashboard;

/// <summary><c>GET /dashboard/{file}</c>: what the page consists of.</summary>
internal sealed class GetDashboardFile(DashboardFiles files)
{
    [Function("DashboardFile")]
    public HttpResult Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "dashboard/{file}")] HttpRequest request,
        string file
    ) => files.Answer(file, request) ?? AttendeeAnswer.NotFound();
}
