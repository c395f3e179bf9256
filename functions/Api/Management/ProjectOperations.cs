using System.Text.Json;
using Usher.Api.Validation;
using Usher.Storage;

namespace Usher.Api.Management;

/// <summary><c>/manage/v1/projects</c>: who may have bots.</summary>
internal sealed class ProjectOperations(Projects projects)
{
    private const string Rule = "Letters, digits and underscores are needed, at most 64.";

    public Task<HttpAnswer> CreateAsync(HttpContext context, CancellationToken cancellationToken) => ManagementBody.ReadAsync(
        context,
        fields => fields.Read("id", Id, required: true),
        async id => await projects.AddAsync(id!, cancellationToken) is { } created
            ? HttpAnswer.Json(201, ProjectResource.From(created), ManagementJson.Wire.ProjectResource)
            : ManagementAnswer.ProjectExists(),
        cancellationToken);

    public async Task<HttpAnswer> ListAsync(HttpContext context, CancellationToken cancellationToken) => HttpAnswer.Json(
        200, new ProjectList([.. (await projects.ListAsync(cancellationToken)).Select(ProjectResource.From)]), ManagementJson.Wire.ProjectList);

    public static Checked<string> Id(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && SafeText.Of(value) is var id && Projects.IsValidId(id) ? id : Checked.Wrong<string>(Rule);
}
