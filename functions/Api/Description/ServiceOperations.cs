using Usher.Api.Attendee;
using Usher.Api.Service;

namespace Usher.Api.Description;

/// <summary>What is asked about the installation itself.</summary>
internal static class ServiceOperations
{
    private static readonly DateTimeOffset Example = new(2026, 11, 23, 10, 18, 16, TimeSpan.Zero);

    public static readonly IReadOnlyList<Operation> All =
    [
        new("GET", "/health", "getHealth", "Service", "Is everything there?")
        {
            Description = "Answered with 200 when storage is written and read and bots are advanced. An answer may be 2 s old.",
            Successes = [new Success(200, "It is.", "Health", "health")],
            Refusals = [new("storage_away", HealthCheck.Unavailable()), new("overdue", HealthCheck.Overdue(Example))],
        },
        new("GET", "/live", "getLive", "Service", "Does the app answer?")
        {
            Description = "Asks nothing of storage.",
            Successes = [new Success(200, "It does.", "Live", "live")],
        },
        Document("/openapi.json", "getDescription", "This description", "OpenAPI 3.1.", "application/json"),
        Document("/docs", "getDocs", "This description as a page", "The page.", "text/html"),
        Document(
            "/dashboard",
            "getDashboard",
            "A page that shows a project's bots",
            "The page. It asks for an API key, and shows what the API answers to it.",
            "text/html"
        ),
        Document(
            "/dashboard/{file}",
            "getDashboardFile",
            "What that page consists of",
            "The file.",
            "text/javascript",
            "text/css",
            "image/svg+xml"
        ) with
        {
            Parameters = ["file", "If-None-Match"],
            Refusals = [new("no_such_file", AttendeeAnswer.NotFound())],
        },
    ];

    private static Operation Document(string path, string id, string summary, string success, params string[] mediaTypes) =>
        new("GET", path, id, "Service", summary)
        {
            Parameters = ["If-None-Match"],
            Successes =
            [
                new Success(200, success) { MediaTypes = mediaTypes, Headers = ["ETag"] },
                new Success(304, "You have this version.") { Headers = ["ETag"] },
            ],
        };
}
