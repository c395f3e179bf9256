using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Usher.Tests.Support;

namespace Usher.Tests.LocalHost;

/// <summary>What the handler sees of a request, and the client of an answer, in both modes of the Functions host.</summary>
public sealed class HttpFunctionTests(AzuriteFixture storage, ScriptedHosts hosts) : IClassFixture<ScriptedHosts>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_proxied_request_keeps_path_query_body_and_headers()
    {
        var host = await hosts.Proxying;
        using var request = Request(HttpMethod.Put, "/echo/a%2Fb/%3F?x=1&x=2&y", new StringContent("hello", Encoding.UTF8, "text/plain"));
        request.Content!.Headers.ContentLanguage.Add("en");
        request.Headers.Add("x-ms-invocation-id", "forged");

        var seen = await SendAsync(host, request);

        Assert.Equal("PUT", (string?)seen["method"]);
        Assert.Equal("/echo/a%2Fb/%3F?x=1&x=2&y", (string?)seen["url"]);
        Assert.Equal("hello", (string?)seen["body"]);
        var headers = seen["headers"]!;
        Assert.Equal("en", (string?)headers["content-language"]);
        Assert.StartsWith("127.0.0.1:", (string?)headers["host"], StringComparison.Ordinal);
        Assert.Equal($"localhost:{host.Process.Url.Port}", (string?)headers["x-forwarded-host"]);
        Assert.Equal("http", (string?)headers["x-forwarded-proto"]);
        Assert.NotEqual("forged", (string?)headers["x-ms-invocation-id"]);
        Assert.Equal((string?)headers["x-azure-functions-invocationid"], (string?)headers["x-ms-invocation-id"]);
    }

    [Fact]
    public async Task A_chunked_body_passes_the_proxy()
    {
        var host = await hosts.Proxying;
        using var request = Request(HttpMethod.Post, "/echo", new StringContent("in pieces"));
        request.Headers.TransferEncodingChunked = true;

        Assert.Equal("in pieces", (string?)(await SendAsync(host, request))["body"]);
    }

    [Fact]
    public async Task Status_headers_and_cookies_of_the_answer_pass_the_proxy() => await AnswerPassesAsync(hosts.Proxying);

    [Fact]
    public async Task Status_headers_and_cookies_of_the_answer_pass_legacy_forwarding() => await AnswerPassesAsync(hosts.LegacyForwarding);

    [Fact]
    public async Task Legacy_forwarding_joins_repeated_keys_keeps_the_host_and_drops_content_headers()
    {
        var host = await hosts.LegacyForwarding;
        using var request = Request(HttpMethod.Post, "/echo/a%3Fcut?a=1&a=2&A=3&d&e=x+y", new StringContent("hello", Encoding.UTF8, "text/plain"));
        request.Content!.Headers.ContentLanguage.Add("en");

        var seen = await SendAsync(host, request);

        Assert.Equal("/echo/a?a=1,2,3&d=&e=x%20y", (string?)seen["url"]);
        Assert.Equal("hello", (string?)seen["body"]);
        var headers = seen["headers"]!;
        Assert.Null(headers["content-language"]);
        Assert.Equal("text/plain; charset=utf-8", (string?)headers["content-type"]);
        Assert.Equal($"localhost:{host.Process.Url.Port}", (string?)headers["host"]);
        Assert.Contains("Azure-Functions-Host/", (string?)headers["user-agent"], StringComparison.Ordinal);
        Assert.Null(headers["x-forwarded-host"]);
    }

    [Fact]
    public async Task Legacy_forwarding_answers_500_to_a_chunked_body_and_to_a_dying_handler()
    {
        var host = await hosts.LegacyForwarding;
        using var chunked = Request(HttpMethod.Post, "/echo", new StringContent("in pieces"));
        chunked.Headers.TransferEncodingChunked = true;

        using var first = await host.Client.SendAsync(chunked, Cancellation);
        using var second = await host.Client.PostAsync(new Uri("/echo?die=1", UriKind.Relative), new StringContent("x"), Cancellation);

        Assert.Equal(HttpStatusCode.InternalServerError, first.StatusCode);
        Assert.Equal(HttpStatusCode.InternalServerError, second.StatusCode);
    }

    [Fact]
    public async Task Internal_paths_of_the_handler_cannot_be_reached_from_outside()
    {
        var host = await hosts.Proxying;

        using var answer = await host.Client.PostAsync(new Uri("/OnMessage", UriKind.Relative), new StringContent("{}"), Cancellation);
        using var root = await host.Client.GetAsync(new Uri("/", UriKind.Relative), Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("The development host of Usher is running.", await root.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task A_disabled_function_is_not_found()
    {
        await using var host = await ScriptedHost.StartAsync(storage, environment: new() { ["AzureWebJobs_Echo_Disabled"] = "true" });

        using var answer = await host.Client.GetAsync(new Uri("/echo", UriKind.Relative), Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static async Task AnswerPassesAsync(Task<ScriptedHost> started)
    {
        var host = await started;

        using var answer = await host.Client.GetAsync(new Uri("/echo?status=418", UriKind.Relative), Cancellation);

        Assert.Equal((HttpStatusCode)418, answer.StatusCode);
        Assert.Equal(["a=1", "b=2"], answer.Headers.GetValues("Set-Cookie"));
        Assert.Equal(["yes"], answer.Headers.GetValues("x-reply"));
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, HttpContent content) =>
        new(method, new Uri(path, UriKind.Relative)) { Content = content };

    private static async Task<JsonNode> SendAsync(ScriptedHost host, HttpRequestMessage request)
    {
        using var answer = await host.Client.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!;
    }
}
