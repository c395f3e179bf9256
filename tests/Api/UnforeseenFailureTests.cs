using System.Text.Json;
using Azure;
using Usher.Tests.Support;

namespace Usher.Tests.Api;

/// <summary>Unexpected failures: the caller gets JSON in its dialect, and the operator gets an error in the log.</summary>
public sealed class UnforeseenFailureTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Create = """{"meeting_url": "https://zoom.us/j/1", "bot_name": "x"}""";
    private const string Report = """{"id": "r", "type": "joined_meeting"}""";

    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData("POST", "/api/v1/bots", Create, """{"detail":"Internal Server Error."}""")]
    [InlineData("PATCH", "/api/v1/bots/{bot}", """{"metadata": {"a": "b"}}""", """{"detail":"Internal Server Error."}""")]
    [InlineData("POST", "/api/v1/bots/{bot}/leave", null, """{"detail":"Internal Server Error."}""")]
    [InlineData("DELETE", "/api/v1/bots/{bot}", null, """{"detail":"Internal Server Error."}""")]
    [InlineData("GET", "/api/v1/bots", null, """{"detail":"Internal Server Error."}""")]
    [InlineData(
        "PATCH",
        "/calendar/scheduled/{bot}",
        """{"bot_username": "y"}""",
        """{"message":"Internal Server Error.","error":"Internal Server Error.","status_code":500}"""
    )]
    [InlineData("POST", "/runner/v1/bots/{bot}/events", Report, """{"error":"Internal Server Error."}""")]
    [InlineData("POST", "/runner/v1/bots/{bot}/heartbeat", null, """{"error":"Internal Server Error."}""")]
    [InlineData("GET", "/manage/v1/projects", null, """{"error":"Internal Server Error."}""")]
    public async Task An_unexpected_failure_is_answered_with_500_in_the_dialect_and_logged(
        string method,
        string path,
        string? body,
        string expected
    )
    {
        path = path.Replace("{bot}", await app.CreateBotAsync(inSeconds: 3600), StringComparison.Ordinal);
        using var client =
            path.StartsWith("/runner", StringComparison.Ordinal) ? app.RunnerClient()
            : path.StartsWith("/manage", StringComparison.Ordinal) ? app.RunnerClient(TestApp.ManagementKey)
            : app.ClientOf(app.Key);
        foreach (
            var failure in (Exception[])
                [
                    new RequestFailedException(400, "The entity is too large.", "EntityTooLarge", null),
                    new RequestFailedException(413, "The request body is too large.", "RequestBodyTooLarge", null),
                    new InvalidOperationException("This was not foreseen."),
                    new JsonException("Nor was this."),
                ]
        )
        {
            app.Logs.Errors.Clear();
            app.AtStorage = _ => throw failure;

            var answer = await client.AskAsync(method, path, body);

            Assert.Equal((500, expected), (answer.Status, answer.Body));
            Assert.Contains(app.Logs.Errors, line => line.StartsWith($"{method} {path} failed.", StringComparison.Ordinal));
        }
    }
}
