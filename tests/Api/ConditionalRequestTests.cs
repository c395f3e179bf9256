using Usher.Tests.Support;

namespace Usher.Tests.Api;

/// <summary>ETag, If-Match and If-None-Match, according to RFC 9110.</summary>
public sealed class ConditionalRequestTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Metadata = """{"metadata": {"a": "b"}}""";
    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Every_response_with_a_bot_carries_its_version()
    {
        var created = await app.Client.AskAsync("POST", "/api/v1/bots", """{"meeting_url": "https://zoom.us/j/1", "bot_name": "x"}""");
        var path = $"/api/v1/bots/{created.BotId()}";

        Assert.Equal("\"1\"", created.ETag);
        Assert.Equal("\"1\"", (await app.Client.AskAsync("GET", path)).ETag);
        Assert.Equal("\"1\"", (await app.Client.AskAsync("HEAD", path)).ETag);
        Assert.Equal("\"2\"", (await app.Client.AskAsync("PATCH", path, Metadata)).ETag);
        Assert.Equal("\"2\"", (await app.Client.AskAsync("PATCH", path, Metadata)).ETag);
        Assert.Equal("\"3\"", (await app.Client.AskAsync("POST", $"{path}/leave")).ETag);
        Assert.Null((await app.Client.AskAsync("POST", $"{path}/leave")).ETag);
    }

    /// <summary>The bot is at version 2.</summary>
    [Theory]
    [InlineData("\"2\"", true)]
    [InlineData("*", true)]
    [InlineData("\"1\", \"2\"", true)]
    [InlineData("\"x,y\",,\"2\" , W/\"9\"", true)]
    [InlineData("\"1\"", false)]
    [InlineData("\"02\"", false)]
    [InlineData("\"*\"", false)]
    [InlineData("W/\"2\"", false)]
    [InlineData("\"1\", W/\"2\"", false)]
    [InlineData("", false)]
    public async Task A_request_is_carried_out_when_a_listed_strong_tag_matches_the_bot(string ifMatch, bool matches)
    {
        foreach (
            var (method, suffix, body) in new[]
            {
                ("GET", "", null),
                ("PATCH", "", """{"metadata": {"a": "c"}}"""),
                ("POST", "/leave", null),
                ("DELETE", "", null),
            }
        )
        {
            var bot = await app.CreateBotAsync(inSeconds: suffix.Length > 0 ? null : 3600);
            await app.Client.AskAsync("PATCH", $"/api/v1/bots/{bot}", Metadata);

            var answer = await app.Client.AskAsync(method, $"/api/v1/bots/{bot}{suffix}", body, ("If-Match", ifMatch));

            Assert.Equal(matches ? 200 : 412, answer.Status);
            if (!matches)
            {
                Assert.Equal("\"2\"", answer.ETag);
                Assert.Equal(
                    """{"detail":"The bot is now at version \"2\", which does not meet the request's condition: nothing was changed. Read the bot, and send the request again with the ETag of that response (and a new Idempotency-Key, if it had one)."}""",
                    answer.Body
                );
                Assert.Equal("\"2\"", (await app.Client.AskAsync("GET", $"/api/v1/bots/{bot}")).ETag);
            }
        }
    }

    [Theory]
    [InlineData("2")]
    [InlineData("\"2")]
    [InlineData("*, \"2\"")]
    [InlineData("W/2")]
    [InlineData("\"1\" \"2\"")]
    public async Task A_malformed_condition_is_refused_and_nothing_is_carried_out(string tags)
    {
        var bot = await app.CreateBotAsync(inSeconds: 3600);
        foreach (var header in new[] { "If-Match", "If-None-Match" })
        {
            foreach (var (method, suffix) in new[] { ("GET", ""), ("PATCH", ""), ("POST", "/leave"), ("DELETE", "") })
            {
                var answer = await app.Client.AskAsync(method, $"/api/v1/bots/{bot}{suffix}", null, (header, tags));
                if (header == "If-None-Match" && method == "GET")
                {
                    Assert.Equal(200, answer.Status);
                    continue;
                }

                Assert.Equal(
                    new Answer(
                        400,
                        """{"detail":"If-Match and If-None-Match accept * or a list of entity tags in double quotes, as in the ETag header of a response: \"7\"."}"""
                    ),
                    answer
                );
            }
        }
    }

    [Theory]
    [InlineData("\"1\"", 304)]
    [InlineData("W/\"1\"", 304)]
    [InlineData("\"7\", W/\"1\"", 304)]
    [InlineData("*", 304)]
    [InlineData("\"2\"", 200)]
    public async Task A_client_that_already_has_this_version_gets_304(string ifNoneMatch, int status)
    {
        var bot = await app.CreateBotAsync(inSeconds: 3600);
        foreach (var method in new[] { "GET", "HEAD" })
        {
            var answer = await app.Client.AskAsync(method, $"/api/v1/bots/{bot}", null, ("If-None-Match", ifNoneMatch));

            Assert.Equal((status, "\"1\""), (answer.Status, answer.ETag));
            Assert.Equal(status == 200 && method == "GET", answer.Body.Length > 0);
        }

        // For any other method, it is a precondition like If-Match (RFC 9110, 13.1.2).
        Assert.Equal(
            status == 304 ? 412 : 200,
            (await app.Client.AskAsync("DELETE", $"/api/v1/bots/{bot}", null, ("If-None-Match", ifNoneMatch))).Status
        );
    }

    [Fact]
    public async Task A_condition_on_an_unknown_bot_yields_404()
    {
        foreach (var (method, suffix) in new[] { ("GET", ""), ("PATCH", ""), ("POST", "/leave"), ("DELETE", "") })
        {
            Assert.Equal(
                404,
                (await app.Client.AskAsync(method, $"/api/v1/bots/bot_3pVFZM00AAAAAAAA{suffix}", null, ("If-Match", "*"))).Status
            );
        }
    }

    [Fact]
    public async Task The_version_is_checked_again_after_a_concurrent_write()
    {
        await using var live = await TestApp.StartAsync(azurite.ConnectionString, TimeProvider.System);
        var bot = await live.CreateBotAsync(inSeconds: 3600);
        var isFirst = true;
        live.AtStorage = request =>
        {
            // Another writer writes version 2 between the read of version 1 and the write that it guards.
            if (request == "POST transaction" && isFirst)
            {
                isFirst = false;
                Assert.Equal(200, live.Client.AskAsync("PATCH", $"/api/v1/bots/{bot}", Metadata).GetAwaiter().GetResult().Status);
            }
        };

        var answer = await live.Client.AskAsync("PATCH", $"/api/v1/bots/{bot}", """{"metadata": {"late": "yes"}}""", ("If-Match", "\"1\""));

        Assert.Equal((412, "\"2\""), (answer.Status, answer.ETag));
        Assert.Contains(
            "\"metadata\":{\"a\":\"b\"}",
            (await live.Client.AskAsync("GET", $"/api/v1/bots/{bot}")).Body,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Of_sixteen_changes_to_one_version_exactly_one_succeeds()
    {
        await using var live = await TestApp.StartAsync(azurite.ConnectionString, TimeProvider.System);
        for (var round = 0; round < 10; round++)
        {
            var bot = await live.CreateBotAsync();
            var answers = await Task.WhenAll(
                Enumerable
                    .Range(0, 16)
                    .Select(number =>
                        live.Client.AskAsync(
                            "PATCH",
                            $"/api/v1/bots/{bot}",
                            $$"""{"metadata": {"n": "{{number}}"} }""",
                            ("If-Match", "\"1\"")
                        )
                    )
            );

            Assert.Equal([200, .. Enumerable.Repeat(412, 15)], answers.Select(answer => answer.Status).Order());
            Assert.All(answers, answer => Assert.Equal("\"2\"", answer.ETag));
        }
    }

    [Theory]
    [InlineData("{not json", "application/json")]
    [InlineData("{}", "text/plain")]
    [InlineData("""{"metadata": 7}""", "application/json")]
    public async Task A_patch_looks_up_its_bot_before_it_reads_its_body(string body, string type)
    {
        var deleted = await app.CreateBotAsync(inSeconds: 3600);
        await app.Client.AskAsync("DELETE", $"/api/v1/bots/{deleted}");
        foreach (var bot in new[] { "bot_3pVFZM00AAAAAAAA", "nonsense", deleted })
        {
            foreach (var key in new[] { null, "k" })
            {
                using var request = new HttpRequestMessage(HttpMethod.Patch, $"/api/v1/bots/{bot}");
                request.Content = new StringContent(body, System.Text.Encoding.UTF8, type);
                if (key is not null)
                {
                    request.Headers.Add("Idempotency-Key", key);
                }

                using var response = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);

                Assert.Equal(
                    (404, """{"error":"Bot not found"}"""),
                    ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
                );
            }
        }
    }
}
