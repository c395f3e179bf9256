using System.Net.Http.Headers;
using System.Text;
using Usher.Tests.Support;

namespace Usher.Tests.Api;

/// <summary>Requests are validated before anything is carried out: keys, fields, bodies, paths and methods.</summary>
public sealed class BotsRequestTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData(null, "Missing Authorization header")]
    [InlineData("", "Invalid Authorization header. Should have this format: Token <api_key>")]
    [InlineData(" \t ", "Invalid Authorization header. Should have this format: Token <api_key>")]
    [InlineData("Bearer x", "Invalid Authorization header. Should have this format: Token <api_key>")]
    [InlineData("Token a b", "Invalid Authorization header. Should have this format: Token <api_key>")]
    [InlineData("Token nobody", "Invalid or disabled API key")]
    [InlineData("Token {disabled}", "Invalid or disabled API key")]
    public async Task A_missing_or_malformed_key_is_explained(string? header, string detail)
    {
        using var client = new HttpClient { BaseAddress = app.Url };
        if (header is not null)
        {
            client.DefaultRequestHeaders.TryAddWithoutValidation(
                "Authorization",
                header.Replace("{disabled}", app.DisabledKey, StringComparison.Ordinal)
            );
        }

        using var response = await client.PutAsync(new Uri("/api/v1/bots", UriKind.Relative), null, TestContext.Current.CancellationToken);

        Assert.Equal((401, "Token"), ((int)response.StatusCode, response.Headers.WwwAuthenticate.ToString()));
        Assert.Equal(
            $$"""{"detail":"{{detail.Replace("<", "<", StringComparison.Ordinal)}}"}""",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task The_case_and_spacing_of_the_authorization_scheme_do_not_matter()
    {
        using var client = new HttpClient { BaseAddress = app.Url };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"tOKEN \t {app.Key}");

        Assert.Equal(200, (await client.SendAsync("GET", "/api/v1/bots")).Status);
    }

    [Theory]
    [InlineData("""{}""", """{"meeting_url":["This field is required."],"bot_name":["This field is required."]}""")]
    [InlineData(
        """{"meeting_url":"nope","bot_name":"","join_at":"x","metadata":[]}""",
        """{"meeting_url":["Invalid meeting URL"],"bot_name":["This field may not be blank."],"metadata":["Metadata must be an object not an array or other type"],"join_at":["Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z]."]}"""
    )]
    [InlineData(
        """{"meeting_url":"https://zoom.us/j/1","bot_name":null,"join_at":"2020-01-01T00:00:00Z"}""",
        """{"bot_name":["This field may not be null."],"join_at":["join_at cannot be in the past"]}"""
    )]
    [InlineData("""[1]""", """{"non_field_errors":["Invalid data. Expected a dictionary, but got list."]}""")]
    [InlineData(
        """{"meeting_url":"\ud800","bot_name":"\u0000"}""",
        """{"meeting_url":["Surrogate characters are not allowed: U+D800."],"bot_name":["Null characters are not allowed."]}"""
    )]
    public async Task An_invalid_field_is_named(string body, string expected)
    {
        var (status, errors) = await app.Client.SendAsync("POST", "/api/v1/bots", body);

        Assert.Equal((400, expected), (status, errors.GetRawText()));
    }

    [Fact]
    public async Task Unreadable_bodies_are_refused()
    {
        var (malformed, detail) = await app.Client.SendAsync("POST", "/api/v1/bots", "{not json");
        using var text = await app.Client.PostAsync(
            new Uri("/api/v1/bots", UriKind.Relative),
            new StringContent("x", Encoding.UTF8, "text/plain"),
            TestContext.Current.CancellationToken
        );
        using var bytes = await app.Client.PostAsync(
            new Uri("/api/v1/bots", UriKind.Relative),
            NoText(),
            TestContext.Current.CancellationToken
        );
        using var huge = await app.Client.PostAsync(
            new Uri("/api/v1/bots", UriKind.Relative),
            Huge(chunked: false),
            TestContext.Current.CancellationToken
        );
        using var chunked = await app.Client.PostAsync(
            new Uri("/api/v1/bots", UriKind.Relative),
            Huge(chunked: true),
            TestContext.Current.CancellationToken
        );

        Assert.Equal(400, malformed);
        Assert.StartsWith("JSON parse error - ", detail.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal((415, 400, 413, 413), ((int)text.StatusCode, (int)bytes.StatusCode, (int)huge.StatusCode, (int)chunked.StatusCode));
        Assert.Equal(
            """{"detail":"Request body too large."}""",
            await huge.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
        );
    }

    [Theory]
    [InlineData("PUT", "/api/v1/bots", 405, "GET, POST, HEAD, OPTIONS")]
    [InlineData("POST", "/api/v1/bots/bot_x", 405, "GET, PATCH, DELETE, HEAD, OPTIONS")]
    [InlineData("GET", "/api/v1/bots/bot_x/leave", 405, "POST, OPTIONS")]
    [InlineData("OPTIONS", "/api/v1/bots", 200, "GET, POST, HEAD, OPTIONS")]
    [InlineData("HEAD", "/api/v1/bots", 200, null)]
    [InlineData("GET", "/api/v1/nothing", 404, null)]
    [InlineData("GET", "/runner/nothing", 404, null)]
    [InlineData("GET", "/health", 200, null)]
    [InlineData("HEAD", "/live", 200, null)]
    public async Task Each_path_answers_each_method_as_expected(string method, string path, int status, string? allow)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(
            (status, allow),
            ((int)response.StatusCode, response.Content.Headers.Allow.Count == 0 ? null : string.Join(", ", response.Content.Headers.Allow))
        );
    }

    private static ByteArrayContent NoText()
    {
        var content = new ByteArrayContent([.. "{\"bot_name\": \""u8, 0xFF, .. "\"}"u8]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private static StreamContent Huge(bool chunked)
    {
        var content = new StreamContent(new MemoryStream(new byte[(10 * 1024 * 1024) + 1]));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentLength = chunked ? null : content.Headers.ContentLength;
        return content;
    }
}
