using Usher.Api.Attendee;
using Usher.Api.Service;

namespace Usher.Api.Description;

/// <summary>Operations about the installation itself.</summary>
internal static class ServiceOperations
{
    private static readonly DateTimeOffset Example = new(2026, 11, 23, 10, 18, 16, TimeSpan.Zero);

    public static readonly IReadOnlyList<Operation> All =
    [
        new("GET", "/health", "getHealth", "Service", "Check health")
        {
            Description = "Returns 200 if storage is readable and writable and bots are being advanced. The response may be 2 seconds old.",
            Successes = [new Success(200, "The app is healthy.", "Health", "health")],
            Refusals = [new("storage_away", HealthCheck.Unavailable()), new("overdue", HealthCheck.Overdue(Example))],
        },
        new("GET", "/live", "getLive", "Service", "Check liveness")
        {
            Description = "Does not access storage.",
            Successes = [new Success(200, "The app is running.", "Live", "live")],
        },
        Document("/openapi.json", "getDescription", "Get the OpenAPI document", "OpenAPI 3.1.", "application/json"),
        Document("/docs", "getDocs", "Get the API documentation", "The page, as HTML.", "text/html"),
        Document(
            "/dashboard",
            "getDashboard",
            "Open the dashboard",
            "The dashboard, a page for watching and managing a project's bots. It asks for an API key and reads the data from this API.",
            "text/html"
        ),
        Document(
            "/dashboard/{file}",
            "getDashboardFile",
            "Get a file of the dashboard",
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
