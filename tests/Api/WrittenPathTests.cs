using Usher.Tests.Support;

namespace Usher.Tests.Api;

/// <summary>
/// Paths are case-sensitive, although the host matches function routes in any case; and every path is answered with JSON.
/// </summary>
public sealed class WrittenPathTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData("GET", "/API/V1/bots")]
    [InlineData("GET", "/api/v1/Bots")]
    [InlineData("PUT", "/api/v1/Bots")]
    [InlineData("POST", "/api/V1/bots")]
    [InlineData("POST", "/api/v1/bots/{bot}/LEAVE")]
    [InlineData("GET", "/Api/v1/bots/{bot}")]
    [InlineData("POST", "/Runner/v1/bots/{bot}/events")]
    [InlineData("POST", "/runner/v1/bots/{bot}/Heartbeat")]
    [InlineData("GET", "/manage/v1/Keys")]
    [InlineData("GET", "/Manage/v1/projects")]
    [InlineData("GET", "/Health")]
    [InlineData("GET", "/DASHBOARD")]
    [InlineData("GET", "/dashboard/APP.js")]
    [InlineData("GET", "/openapi.JSON")]
    public async Task A_path_in_another_case_is_a_different_path(string method, string path)
    {
        var bot = await app.CreateBotAsync(inSeconds: 3600);

        var (status, body) = await app.Client.SendAsync(
            method,
            path.Replace("{bot}", bot, StringComparison.Ordinal),
            method is "POST" or "PUT" ? "{}" : null
        );

        Assert.Equal((404, """{"error":"Not found"}"""), (status, body.GetRawText()));
        Assert.Equal("scheduled", (await app.Client.SendAsync("GET", $"/api/v1/bots/{bot}")).Body.GetProperty("state").GetString());
    }

    [Fact]
    public async Task MeetStream_paths_are_case_sensitive_too()
    {
        var bot = await app.CreateBotAsync(inSeconds: 3600);

        var (status, body) = await app.Client.SendAsync("PATCH", $"/calendar/Scheduled/{bot}", """{"bot_username": "Other"}""");

        Assert.Equal((404, """{"message":"Not found","error":"Not found","status_code":404}"""), (status, body.GetRawText()));
    }

    [Theory]
    [InlineData("/index.html")]
    [InlineData("/api")]
    [InlineData("/api/v1/bots/caf%C3%A9")]
    [InlineData("/api/v1/bots/%2F")]
    [InlineData("/api/v1/bots/%zz")]
    [InlineData("/api/v1/bots/bot_x/nothing/at/all")]
    [InlineData("/api/v1/bots/ /leave")]
    [InlineData("/api/v1/bots;x=1")]
    [InlineData("/api/v1/%F0%9F%98%80")]
    [InlineData("/calendar/scheduled/%0a")]
    [InlineData("/runner/v1/bots//events")]
    [InlineData("/manage/v1/projects//keys")]
    [InlineData("/dashboard/..%2Fapp.js")]
    [InlineData("/docs/x")]
    [InlineData("/favicon.ico")]
    public async Task Every_path_has_a_JSON_answer_for_every_method(string path)
    {
        foreach (var method in (string[])["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "INVENTED"])
        {
            var (status, body) = await app.Client.SendAsync(method, path, method is "POST" ? "{}" : null);

            Assert.InRange(status, 200, 499);
            Assert.Equal(System.Text.Json.JsonValueKind.Object, body.ValueKind);
        }
    }
}
