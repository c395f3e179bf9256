using Usher.Tests.Support;

namespace Usher.Tests.Api;

/// <summary>The dialect's paths, who may call them, and how its other paths answer.</summary>
public sealed class MeetStreamRoutesTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData("/calendar/scheduled/")]
    [InlineData("/calendar/schedule/")]
    [InlineData("/calendar/scheduled_bots/")]
    [InlineData("/api/v1/calendar/scheduled/")]
    [InlineData("/api/v1/calendar/schedule/")]
    [InlineData("/api/v1/calendar/scheduled_bots/")]
    [InlineData("/meetstream/api/v1/calendar/scheduled_bots/")]
    public async Task Every_spelling_of_the_path_updates_the_bot(string path)
    {
        var bot = await app.CreateBotAsync(inSeconds: 3600);

        var (status, body) = await app.Client.SendAsync("PATCH", $"{path}{bot}", """{"scheduled_join_time": "2026-01-01T15:00:00Z"}""");

        Assert.Equal((200, true), (status, body.GetProperty("schedule_updated").GetBoolean()));
        Assert.Equal(
            "2026-01-01T15:00:00Z",
            (await app.Client.SendAsync("GET", $"/api/v1/bots/{bot}")).Body.GetProperty("join_at").GetString()
        );
    }

    [Theory]
    [InlineData("Token {key}", 200)]
    [InlineData("tOKEN \t {key}", 200)]
    [InlineData("{key}", 200)]
    [InlineData(null, 401)]
    [InlineData("", 401)]
    [InlineData("Token", 401)]
    [InlineData("Token nobody", 401)]
    [InlineData("nobody", 401)]
    [InlineData("Bearer {key}", 401)]
    [InlineData("Token {key} more", 401)]
    [InlineData("disabled-{project}", 401)]
    [InlineData("Token disabled-{project}", 401)]
    public async Task The_key_is_accepted_with_or_without_its_scheme_and_is_checked_first(string? header, int status)
    {
        var bot = await app.CreateBotAsync(inSeconds: 3600);
        using var client = new HttpClient { BaseAddress = app.Url };
        client.DefaultRequestHeaders.TryAddWithoutValidation(
            "Authorization",
            header?.Replace("{key}", app.Key, StringComparison.Ordinal).Replace("{project}", app.Project, StringComparison.Ordinal)
        );

        using var content = new StringContent(status == 200 ? """{"bot_username": "Other"}""" : "{");
        using var response = await client.PatchAsync(
            new Uri($"/calendar/scheduled/{bot}", UriKind.Relative),
            content,
            TestContext.Current.CancellationToken
        );

        Assert.Equal(status, (int)response.StatusCode);
        if (status == 401)
        {
            Assert.Equal("Token", response.Headers.WwwAuthenticate.ToString());
            Assert.Equal(
                """{"message":"Unauthorized","error":"Unauthorized","status_code":401}""",
                await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
            );
        }
    }

    [Theory]
    [InlineData("GET", "/calendar/scheduled/bot_x", 405, "PATCH, DELETE, OPTIONS")]
    [InlineData("PUT", "/api/v1/calendar/scheduled_bots/bot_x", 405, "PATCH, DELETE, OPTIONS")]
    [InlineData("PATCH", "/calendar/scheduled", 405, "GET, HEAD, OPTIONS")]
    [InlineData("DELETE", "/api/v1/bots/bot_x/remove_bot", 405, "GET, POST, OPTIONS")]
    [InlineData("POST", "/meetstream/api/v1/bots", 405, "GET, HEAD, OPTIONS")]
    [InlineData("PUT", "/api/v1/transcript/tr_x/get_transcript", 405, "GET, HEAD, OPTIONS")]
    [InlineData("GET", "/calendar", 404, "")]
    [InlineData("PATCH", "/api/v1/calendar/elsewhere/bot_x", 404, "")]
    [InlineData("POST", "/api/v1/calendar/scheduled/bot_x/more", 404, "")]
    [InlineData("GET", "/meetstream/api/v1/elsewhere", 404, "")]
    [InlineData("GET", "/api/v1/transcript/tr_x", 404, "")]
    public async Task Other_paths_and_methods_are_refused_in_this_dialect(string method, string path, int status, string allowed)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);

        var message = status == 404 ? "Not found" : $"Method \\\"{method}\\\" not allowed.";
        Assert.Equal(
            $$"""{{status}} {"message":"{{message}}","error":"{{message}}","status_code":{{status}}}""",
            $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}"
        );
        Assert.Equal(allowed, string.Join(", ", response.Content.Headers.Allow));
    }

    [Fact]
    public async Task OPTIONS_lists_the_methods_for_authenticated_clients()
    {
        using var stranger = new HttpClient { BaseAddress = app.Url };
        foreach (var (client, expected) in new[] { (app.Client, "200 PATCH, DELETE, OPTIONS"), (stranger, "401 ") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Options, "/calendar/schedule/bot_x");
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(expected, $"{(int)response.StatusCode} {string.Join(", ", response.Content.Headers.Allow)}");
        }
    }
}
