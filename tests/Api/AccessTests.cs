using Microsoft.Extensions.DependencyInjection;
using Usher.Api.MeetStream;
using Usher.Api.Routing;
using Usher.Bots;
using Usher.Runner;
using Usher.Tests.Support;

namespace Usher.Tests.Api;

/// <summary>Every route with every kind of key: only the right key gets in, and no key changes another tenant's data.</summary>
public sealed class AccessTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Body =
        """{"metadata": {"by": "a stranger"}, "bot_username": "a stranger", "id": "stranger", "type": "left_meeting", "command_id": "x"}""";

    /// <summary>The only body that is validated before the bot is looked up.</summary>
    private const string Sound = """{"type": "audio/mp3", "data": ""}""";

    private static readonly string[] CatchAlls =
    [
        "/api/v1/anything",
        "/calendar/anything",
        "/api/v1/calendar/anything",
        "/meetstream/api/v1/anything",
        "/runner/anything",
        "/manage/anything",
        "/api/v1/bots/{id}",
        "/api/v1/events",
        "/calendar/scheduled/{bot_id}",
    ];

    private TestApp app = null!;
    private string bot = null!;
    private string otherBot = null!;

    public async ValueTask InitializeAsync()
    {
        app = await TestApp.StartAsync(azurite.ConnectionString);
        (bot, otherBot) = (await app.CreateBotAsync(inSeconds: 3600), await app.CreateBotAsync());
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Every_route_refuses_every_key_that_is_not_its_own()
    {
        var before = await StateAsync();
        List<string> wrong = [];
        var walked = 0;
        foreach (var (method, path) in await RoutesAsync())
        {
            foreach (var (kind, header) in Credentials())
            {
                var status = await SendAsync(method, path, header);
                if (Expected(path, kind) is var expected && !expected.Contains(status))
                {
                    wrong.Add($"{method} {path} with {kind}: {status} instead of {string.Join(" or ", expected)}");
                }

                walked++;
            }
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
        Assert.True(walked > 500, $"{walked}");
        Assert.Equal(before, await StateAsync());
    }

    /// <summary>Every public route, filled in with the ids of existing resources.</summary>
    private async Task<IReadOnlyList<(string Method, string Path)>> RoutesAsync() =>
        [
            .. from route in await app.Services.GetRequiredService<FunctionRoutes>().AllAsync()
            from template in route.IsCatchAll ? CatchAlls : [$"/{route.Template}"]
            let path = template
                .Replace("{id}", template.StartsWith("/manage", StringComparison.Ordinal) ? app.Project : bot, StringComparison.Ordinal)
                .Replace("{bot_id}", bot, StringComparison.Ordinal)
                .Replace("{transcript_id}", bot, StringComparison.Ordinal)
                .Replace("{file}", "app.js", StringComparison.Ordinal)
                .Replace("{queue}", "bot-events", StringComparison.Ordinal)
                .Replace("{delivery}", "00000000-0000-0000-0000-000000000000", StringComparison.Ordinal)
                .Replace("{webhook}", "wh_x", StringComparison.Ordinal)
                .Replace("{key}", "000000000000", StringComparison.Ordinal)
            from method in route.IsCatchAll ? ["GET", "POST", "PUT", "DELETE"] : route.Methods
            select (method, path),
        ];

    private IEnumerable<(string Kind, string? Header)> Credentials()
    {
        var tokens = app.Services.GetRequiredService<RunnerTokens>();
        var past = new RunnerTokens(new byte[32], new ManualTime(app.Clock.GetUtcNow().AddDays(-8)));
        yield return ("none", null);
        yield return ("a word", "Token");
        yield return ("a wrong key", "Token wrong");
        yield return ("a wrong bearer", "Bearer wrong");
        yield return ("a disabled key", $"Token {app.DisabledKey}");
        yield return ("a disabled bearer", $"Bearer {app.DisabledKey}");
        yield return ("another tenant's key", $"Token key-of-{app.Project}other");
        yield return ("the token of another bot", $"Bearer {tokens.Create(app.Project, BotId.Parse(otherBot))}");
        yield return ("an expired token", $"Bearer {past.Create(app.Project, BotId.Parse(bot))}");
        yield return (
            "a token under another key",
            $"Bearer {new RunnerTokens([.. Enumerable.Repeat((byte)7, 32)], app.Clock).Create(app.Project, BotId.Parse(bot))}"
        );
        yield return ("a runner's token as a key", $"Token {tokens.Create(app.Project, BotId.Parse(bot))}");
        yield return ("the API key as a bearer", $"Bearer {app.Key}");
        yield return ("the runner key as an API key", $"Token {TestApp.RunnerKey}");
        yield return ("the management key as an API key", $"Token {TestApp.ManagementKey}");
    }

    private static int[] Expected(string path, string kind)
    {
        var surface = path.Split('/')[1];
        if (surface is "health" or "live" or "openapi.json" or "docs" or "dashboard")
        {
            return [200];
        }

        // Unknown paths: the answer gives nothing else away.
        if (path.EndsWith("/anything", StringComparison.Ordinal))
        {
            return [404];
        }

        var isMeetStream =
            surface is "calendar" or "meetstream"
            || path.StartsWith("/api/v1/calendar/", StringComparison.Ordinal)
            || MeetStreamDialect.Has(path);
        var isOfBot = path.Contains("bot_", StringComparison.Ordinal);
        return (kind, surface) switch
        {
            // For another tenant's bot, MeetStream says that it belongs to someone else; Attendee says that it does not exist.
            ("another tenant's key", _) when isMeetStream => isOfBot ? [403, 404, 405] : [200, 400, 405],
            ("another tenant's key", "api") => isOfBot ? [404, 405] : [200, 400, 405],
            _ => [401],
        };
    }

    private async Task<int> SendAsync(string method, string path, string? header)
    {
        using var client = new HttpClient { BaseAddress = app.Url };
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation("Authorization", header);
        var body = path.EndsWith("/output_audio", StringComparison.Ordinal) ? Sound : Body;
        request.Content = method is "GET" or "HEAD" ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    private async Task<string> StateAsync() =>
        string.Join(
            "\n",
            (await app.Client.SendAsync("GET", "/api/v1/bots")).Body.GetRawText(),
            (await app.Client.SendAsync("GET", "/api/v1/events")).Body.GetProperty("results").GetRawText(),
            (await app.ManageAsync("GET", "/keys")).Body.GetRawText(),
            (await app.ManageAsync("GET", "/webhooks")).Body.GetRawText()
        );
}
