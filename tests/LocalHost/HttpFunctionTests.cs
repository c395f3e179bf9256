using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Usher.Tests.LocalHost;

/// <summary>What the worker sees of a request, and what the client sees of the answer.</summary>
public sealed class HttpFunctionTests(SharedScriptedHost shared) : IClassFixture<SharedScriptedHost>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_worker_receives_path_query_body_and_headers()
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, Relative("/echo/a/b?x=1&x=2&y"));
        request.Content = new StringContent("hello", Encoding.UTF8, "text/plain");
        request.Content.Headers.ContentLanguage.Add("en");
        request.Headers.Add("X-Repeated", ["one", "two"]);

        var seen = await SendAsync(request);

        Assert.Equal("PUT", (string?)seen["method"]);
        Assert.Equal("/echo/a/b?x=1&x=2&y", (string?)seen["target"]);
        Assert.Equal("a/b", (string?)seen["rest"]);
        Assert.Equal("hello", (string?)seen["body"]);
        var headers = seen["headers"]!;
        Assert.Equal("en", (string?)headers["content-language"]);
        Assert.Equal("one, two", (string?)headers["x-repeated"]);
        Assert.Equal($"localhost:{shared.Host.Process.Url.Port}", (string?)headers["host"]);
        Assert.True(Guid.TryParse((string?)headers["x-ms-invocation-id"], out _));
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("X-Forwarded-Host", "forged.example.com")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("Forwarded", "for=203.0.113.7")]
    public async Task Proxy_headers_from_a_client_do_not_reach_the_worker(string name, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Relative("/echo"));
        request.Headers.Add(name, value);

        var seen = await SendAsync(request);

        Assert.NotEqual(value, (string?)seen["headers"]![name.ToLowerInvariant()]);
    }

    [Fact]
    public async Task A_chunked_body_reaches_the_worker()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Relative("/echo")) { Content = new StringContent("in pieces") };
        request.Headers.TransferEncodingChunked = true;

        Assert.Equal("in pieces", (string?)(await SendAsync(request))["body"]);
    }

    [Fact]
    public async Task Status_headers_and_cookies_of_the_response_reach_the_client()
    {
        using var answer = await shared.Host.Client.GetAsync(Relative("/echo?status=418"), Cancellation);

        Assert.Equal((HttpStatusCode)418, answer.StatusCode);
        Assert.Equal(["a=1", "b=2"], answer.Headers.GetValues("Set-Cookie"));
        Assert.Equal(["yes"], answer.Headers.GetValues("X-Reply"));
    }

    /// <summary>OrderAny sorts before OrderLiteral, whose GET is therefore never reached; its POST is, since OrderAny has none.</summary>
    [Theory]
    [InlineData("GET", "/order/literal", 200, "any")]
    [InlineData("GET", "/Order/Literal/", 200, "any")]
    [InlineData("POST", "/order/literal", 200, "literal")]
    [InlineData("POST", "/order/another", 404, "")]
    [InlineData("DELETE", "/order/literal", 404, "")]
    [InlineData("GET", "/order", 404, "")]
    [InlineData("GET", "/off", 404, "")]
    [InlineData("GET", "/OnMessage", 404, "")]
    public async Task The_first_matching_route_by_function_name_wins(string method, string path, int status, string body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), Relative(path));

        using var answer = await shared.Host.Client.SendAsync(request, Cancellation);

        Assert.Equal((status, body), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation)));
    }

    [Fact]
    public async Task An_exception_in_a_function_is_an_empty_500()
    {
        using var answer = await shared.Host.Client.GetAsync(Relative("/fail"), Cancellation);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsStringAsync(Cancellation));
        await shared.Host.Process.WaitForLineAsync("This function fails.");
    }

    private static Uri Relative(string path) => new(path, UriKind.Relative);

    private async Task<JsonNode> SendAsync(HttpRequestMessage request)
    {
        using var answer = await shared.Host.Client.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!;
    }
}
