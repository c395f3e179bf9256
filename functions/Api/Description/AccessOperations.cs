using System.Text.Json;
using Usher.Api.Management;
using Usher.Api.Validation;
using static Usher.Api.Description.ManagementOperations;

namespace Usher.Api.Description;

/// <summary>Management operations on projects and API keys.</summary>
internal static class AccessOperations
{
    private const string Projects = "/manage/v1/projects";
    private static readonly Refusal[] OfKey = [new("key_not_found", ManagementAnswer.KeyNotFound()), .. OfProject];

    private static readonly Refusal InvalidId = Refused("""{"id": "a b"}""", fields => fields.Read("id", CreateProject.Id, required: true));
    private static readonly Refusal InvalidName = Refused("""{"name": ""}""", fields => fields.Read("name", CreateApiKey.Name));

    public static readonly IReadOnlyList<Operation> All =
    [
        new("POST", Projects, "createProject", "Management", "Create a project")
        {
            Security = "ManagementKey",
            Body = new RequestBody("CreateProject", "create_project"),
            Successes = [new Success(201, "The project.", "Project", "project")],
            Refusals = [InvalidId, new("project_exists", ManagementAnswer.ProjectExists()), .. OfBody, .. Always],
        },
        new("GET", Projects, "listProjects", "Management", "List projects")
        {
            Security = "ManagementKey",
            Successes = [new Success(200, "All projects.", "ProjectList", "projects")],
            Refusals = Always,
        },
        OfTheProject("POST", "/keys", "createKey", "Create an API key") with
        {
            Description = "The key is shown only in this response: only its hash is stored.",
            Body = new RequestBody("CreateKey", "create_key") { IsOptional = true },
            Successes = [new Success(201, "The key.", "CreatedKey", "created_key")],
            Refusals = [InvalidName, .. OfBody, .. OfProject],
        },
        OfTheProject("GET", "/keys", "listKeys", "List a project's API keys") with
        {
            Successes = [new Success(200, "All keys, including disabled ones.", "KeyList", "keys")],
            Refusals = OfProject,
        },
        OfTheKey("/disable", "disableKey", "Disable an API key") with
        {
            Description =
                "Permanent. Instances that have used the key recently may accept it for another minute. The request body is ignored.",
            Successes = [new Success(200, "The key.", "Key", "key")],
            Refusals = OfKey,
        },
        OfTheKey("/rotate", "rotateKey", "Rotate an API key") with
        {
            Description = "The new key is shown only in this response. The old key works until the overlap ends.",
            Body = new RequestBody("RotateKey", "rotate_key") { IsOptional = true },
            Successes = [new Success(201, "The new key.", "CreatedKey", "created_key")],
            Refusals = [InvalidOverlap, new("key_disabled", ManagementAnswer.KeyDisabled()), .. OfBody, .. OfKey],
        },
    ];

    /// <summary>The error that validation reports.</summary>
    private static Refusal Refused(string body, Action<BodyFields> read)
    {
        var fields = new BodyFields(JsonElement.Parse(body));
        read(fields);
        return new Refusal("invalid_fields", ManagementAnswer.Invalid(fields.Errors));
    }

    private static Operation OfTheKey(string what, string id, string summary) =>
        OfTheProject("POST", "/keys/{key}" + what, id, summary) with
        {
            Parameters = ["project", "key"],
        };
}
