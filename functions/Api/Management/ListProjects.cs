using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Management;

/// <summary><c>GET /manage/v1/projects</c></summary>
internal sealed class ListProjects(Projects projects)
{
    [Function(nameof(ListProjects))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "manage/v1/projects")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        HttpResult.Json(
            200,
            new ProjectList([.. (await projects.ListAsync(cancellationToken)).Select(ProjectResource.From)]),
            ManagementJson.Wire.ProjectList
        );
}
