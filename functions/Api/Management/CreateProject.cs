using System.Text.Json;
using Usher.Api.Validation;
using Usher.Bots;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Management;

/// <summary><c>POST /manage/v1/projects</c>: 201 with a project, which can then have bots.</summary>
internal sealed class CreateProject(Projects projects)
{
    private const string Rule = "Must be 1 to 64 letters, digits and underscores.";

    [Function(nameof(CreateProject))]
    public Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "manage/v1/projects")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        ManagementBody.ReadAsync(
            request,
            fields => fields.Read("id", Id, required: true),
            async id =>
                await projects.AddAsync(id!, cancellationToken) is { } created
                    ? HttpResult.Json(201, ProjectResource.From(created), ManagementJson.Wire.ProjectResource)
                    : ManagementAnswer.ProjectExists(),
            cancellationToken
        );

    public static Checked<string> Id(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && SafeText.Of(value) is var id && Projects.IsValidId(id)
            ? id
            : Checked.Wrong<string>(Rule);
}
