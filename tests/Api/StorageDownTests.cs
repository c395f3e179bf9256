using Usher.LocalHost.Storage;
using Usher.Tests.Support;

namespace Usher.Tests.Api;

public sealed class StorageDownTests
{
    [Fact]
    public async Task During_a_storage_outage_every_request_is_answered_with_503_and_nothing_is_half_written()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await using var azurite = await Azurite.StartAsync(folder.Path, Console.WriteLine, TimeProvider.System, token);
        await using var app = await TestApp.StartAsync(azurite.ConnectionString, TimeProvider.System);
        var bot = await app.CreateBotAsync(inSeconds: 3600);

        await azurite.StopAsync();

        foreach (
            var (method, path, body) in new (string, string, string?)[]
            {
                ("GET", $"/api/v1/bots/{bot}", null),
                ("GET", "/api/v1/bots", null),
                ("DELETE", $"/api/v1/bots/{bot}", null),
                ("POST", $"/api/v1/bots/{bot}/leave", null),
                ("PATCH", $"/api/v1/bots/{bot}", """{"bot_name": "Other"}"""),
                ("POST", "/api/v1/bots", """{"meeting_url": "https://zoom.us/j/1", "bot_name": "x"}"""),
            }
        )
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
            using var response = await app.Client.SendAsync(request, token);
            Assert.Equal(
                (503, "5", """{"detail":"Service temporarily unavailable, try again later."}"""),
                ((int)response.StatusCode, response.Headers.RetryAfter?.ToString(), await response.Content.ReadAsStringAsync(token))
            );
        }

        using var update = await app.Client.PatchAsync(
            new Uri($"/calendar/scheduled/{bot}", UriKind.Relative),
            new StringContent("""{"bot_username": "Other"}"""),
            token
        );
        Assert.Equal(
            (
                503,
                "5",
                """{"message":"Service temporarily unavailable, try again later.","error":"Service temporarily unavailable, try again later.","status_code":503}"""
            ),
            ((int)update.StatusCode, update.Headers.RetryAfter?.ToString(), await update.Content.ReadAsStringAsync(token))
        );

        using var health = await app.Client.GetAsync(new Uri("/health", UriKind.Relative), token);
        Assert.Equal(
            (503, "5", """{"status":"unavailable","reason":"Storage is not responding."}"""),
            ((int)health.StatusCode, health.Headers.RetryAfter?.ToString(), await health.Content.ReadAsStringAsync(token))
        );
        Assert.Equal(200, (await app.Client.SendAsync("GET", "/live")).Status);

        Assert.Equal(503, (await app.RunnerClient().SendAsync("POST", $"/runner/v1/bots/{bot}/heartbeat")).Status);
    }
}
