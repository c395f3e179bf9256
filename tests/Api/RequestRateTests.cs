using Usher.Tests.Support;

namespace Usher.Tests.Api;

public sealed class RequestRateTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task A_project_over_its_request_rate_is_told_when_to_retry()
    {
        await using var app = await TestApp.StartAsync(azurite.ConnectionString, null, "--Usher:Limits:RequestsPerMinute=6");

        foreach (var left in (int[])[5, 4, 3, 2, 1, 0])
        {
            Assert.Equal(
                (200, $"\"requests\";r={left};t={(6 - left) * 10}", "\"requests\";q=6;w=60", null, ""),
                await AskAsync(app.Client, "GET", "/api/v1/calendars")
            );
        }

        app.Clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(
            (
                429,
                "\"requests\";r=0;t=56",
                "\"requests\";q=6;w=60",
                "6",
                """{"detail":"Request was throttled. Expected available in 6 seconds."}"""
            ),
            await AskAsync(app.Client, "GET", "/api/v1/calendars")
        );
        Assert.Equal(
            (
                429,
                "\"requests\";r=0;t=56",
                "\"requests\";q=6;w=60",
                "6",
                """{"message":"Too many requests, try again in 6 s.","error":"Too many requests, try again in 6 s.","status_code":429}"""
            ),
            await AskAsync(app.Client, "PATCH", "/calendar/scheduled/x")
        );
        Assert.Equal(200, (await AskAsync(app.OtherClient(), "GET", "/api/v1/calendars")).Status);

        app.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(
            (200, "\"requests\";r=0;t=60"),
            ((await AskAsync(app.Client, "GET", "/api/v1/calendars")) is var (status, limit, _, _, _)) ? (status, limit) : default
        );
        app.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("\"requests\";r=5;t=10", (await AskAsync(app.Client, "GET", "/api/v1/calendars")).Limit);
    }

    [Fact]
    public async Task Without_the_setting_no_requests_are_counted_and_unknown_keys_never_are()
    {
        await using var app = await TestApp.StartAsync(azurite.ConnectionString);
        await using var limited = await TestApp.StartAsync(azurite.ConnectionString, null, "--Usher:Limits:RequestsPerMinute=1");

        Assert.Null((await AskAsync(app.Client, "GET", "/api/v1/calendars")).Limit);
        Assert.Equal(
            (401, null),
            ((await AskAsync(limited.ClientOf("nobody"), "GET", "/api/v1/calendars")) is var (status, limit, _, _, _))
                ? (status, limit)
                : default
        );
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("many")]
    public async Task An_invalid_limit_stops_the_start(string limit)
    {
        var refused = await Assert.ThrowsAsync<SettingException>(() =>
            TestApp.StartAsync(azurite.ConnectionString, null, $"--Usher:Limits:ConcurrentBots={limit}")
        );

        Assert.Contains("Usher__Limits__ConcurrentBots", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<(int Status, string? Limit, string? Policy, string? RetryAfter, string Body)> AskAsync(
        HttpClient client,
        string method,
        string path
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        string? Header(string name) => response.Headers.TryGetValues(name, out var values) ? values.Single() : null;
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (
            (int)response.StatusCode,
            Header("RateLimit"),
            Header("RateLimit-Policy"),
            Header("Retry-After"),
            response.IsSuccessStatusCode ? "" : body
        );
    }
}
