using System.Text.Json.Nodes;

namespace Usher.Api.Description;

/// <summary>
/// The API as an OpenAPI 3.1 document. Routes, settings schemas, states, events and refusals are those of the app itself. To add an
/// operation, add a row to one of the lists; to add a schema, add an entry to one of the documents.
/// </summary>
internal static class ApiDescription
{
    public static readonly IReadOnlyList<Operation> Operations =
    [
        .. AttendeeOperations.All,
        .. MeetStreamOperations.All,
        .. RunnerOperations.All,
        .. AccessOperations.All,
        .. ManagementOperations.All,
        .. ServiceOperations.All,
    ];

    public static JsonObject Build()
    {
        var examples = DescriptionData.Load("examples").AsObject();
        var paths = new JsonObject();
        foreach (var operation in Operations)
        {
            if (!paths.ContainsKey(operation.Path))
            {
                paths[operation.Path] = new JsonObject();
            }

            paths[operation.Path]![operation.Method.ToLowerInvariant()] = OperationJson.Of(operation, examples);
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Usher",
                ["version"] = typeof(ApiDescription).Assembly.GetName().Version!.ToString(3),
                ["summary"] =
                    "A control plane for meeting bots: create them, schedule them, and have them join and leave their meetings on time.",
                ["description"] =
                    "One set of bots with two APIs, Attendee's and MeetStream's, plus an API for the runners that join the meetings "
                    + "and a management API for the operator. Times are in UTC. Bodies are JSON of at most 10 MiB. Every response has "
                    + "an `X-Request-Id`. Send an `Idempotency-Key` to retry requests safely, and `If-Match` with the `ETag` of an "
                    + "earlier response to avoid overwriting concurrent changes. Both are optional.",
                ["license"] = new JsonObject { ["name"] = "MIT", ["identifier"] = "MIT" },
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/", ["description"] = "The host that serves this document." }),
            ["tags"] = DescriptionData.Load("tags"),
            ["paths"] = paths,
            ["webhooks"] = DescriptionData.Load("webhooks"),
            ["components"] = new JsonObject
            {
                ["schemas"] = Schemas.All(),
                ["parameters"] = DescriptionData.Load("parameters"),
                ["headers"] = DescriptionData.Load("headers"),
                ["securitySchemes"] = DescriptionData.Load("security"),
            },
        };
    }
}
