using System.Text.Json;
using Usher.Api.Validation;
using Usher.Storage;

namespace Usher.Api.Management;

/// <summary><c>/manage/v1/projects</c>: who may have bots.</summary>
internal sealed class ProjectOperations(Projects projects)
{
    private const string Rule = "Letters, digits and underscores are needed, at most 64.";

    public async Task<HttpAnswer> CreateAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (await JsonBody.ReadAsync(context.Request, cancellationToken) is var body && body is not JsonBody.Parsed)
        {
            return ManagementAnswer.Body(body);
        }

        var fields = new BodyFields(((JsonBody.Parsed)body).Root);
        var id = fields.Read("id", Id, required: true);
        if (!fields.Errors.IsEmpty)
        {
            return ManagementAnswer.Invalid(fields.Errors);
        }

        return await projects.AddAsync(id!, cancellationToken) is { } created
            ? HttpAnswer.Json(201, ProjectResource.From(created), ManagementJson.Wire.ProjectResource)
            : ManagementAnswer.ProjectExists();
    }

    public async Task<HttpAnswer> ListAsync(HttpContext context, CancellationToken cancellationToken) => HttpAnswer.Json(
        200, new ProjectList([.. (await projects.ListAsync(cancellationToken)).Select(ProjectResource.From)]), ManagementJson.Wire.ProjectList);

    public static Checked<string> Id(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && SafeText.Of(value) is var id && Projects.IsValidId(id) ? id : Checked.Wrong<string>(Rule);
}
