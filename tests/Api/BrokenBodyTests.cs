using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Usher.Tests.Support;

namespace Usher.Tests.Api;

/// <summary>
/// A body that never arrives, arrives slowly or is malformed is the client's fault: the client gets an error in its dialect, and no alert
/// fires.
/// </summary>
public sealed class BrokenBodyTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly BodyRelay relay = new();
    private TestApp app = null!;

    public async ValueTask InitializeAsync() =>
        app = await TestApp.StartAsync(
            azurite.ConnectionString,
            TimeProvider.System,
            builder =>
                builder
                    .Services.Configure<KestrelServerOptions>(kestrel =>
                        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(240, gracePeriod: TimeSpan.FromSeconds(1.5))
                    )
                    .PostConfigure<WorkerOptions>(worker =>
                    {
                        relay.Worker = new Uri(worker.Capabilities["HttpUri"]);
                        worker.Capabilities["HttpUri"] = relay.Url.ToString();
                    })
        );

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await relay.DisposeAsync();
    }

    [Theory]
    [InlineData("POST", "/api/v1/bots", BodyRelay.Stall, 408, """{"detail":"Request Timeout."}""")]
    [InlineData("POST", "/api/v1/bots", BodyRelay.BadChunk, 400, """{"detail":"Bad Request."}""")]
    [InlineData("PATCH", "/api/v1/bots/{bot}", BodyRelay.BadChunk, 400, """{"detail":"Bad Request."}""")]
    [InlineData(
        "PATCH",
        "/calendar/scheduled/{bot}",
        BodyRelay.Stall,
        408,
        """{"message":"Request Timeout.","error":"Request Timeout.","status_code":408}"""
    )]
    [InlineData(
        "PATCH",
        "/calendar/scheduled/{bot}",
        BodyRelay.BadChunk,
        400,
        """{"message":"Bad Request.","error":"Bad Request.","status_code":400}"""
    )]
    [InlineData("POST", "/runner/v1/bots/{bot}/events", BodyRelay.Stall, 408, """{"error":"Request Timeout."}""")]
    [InlineData("POST", "/runner/v1/bots/{bot}/claim", BodyRelay.BadChunk, 400, """{"error":"Bad Request."}""")]
    [InlineData("POST", "/manage/v1/projects", BodyRelay.BadChunk, 400, """{"error":"Bad Request."}""")]
    public async Task A_broken_body_is_answered_in_the_requests_dialect(
        string method,
        string path,
        string fault,
        int status,
        string expected
    )
    {
        var bot = await app.CreateBotAsync(inSeconds: 3600);
        using var client = new HttpClient { BaseAddress = app.Url };
        client.DefaultRequestHeaders.TryAddWithoutValidation(
            "Authorization",
            path.Split('/')[1] switch
            {
                "runner" => $"Bearer {TestApp.RunnerKey}",
                "manage" => $"Bearer {TestApp.ManagementKey}",
                _ => $"Token {app.Key}",
            }
        );
        using var content = new StreamContent(new MemoryStream(Encoding.ASCII.GetBytes($$"""{"bot_name": "{{fault}}"}""")));
        (content.Headers.ContentLength, content.Headers.ContentType) = (null, new MediaTypeHeaderValue("application/json"));
        using var request = new HttpRequestMessage(new HttpMethod(method), path.Replace("{bot}", bot, StringComparison.Ordinal));
        request.Content = content;
        request.Headers.TransferEncodingChunked = true;
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(
            (status, expected),
            ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
        );
        Assert.Empty(app.Logs.Errors);
    }

    [Theory]
    [InlineData("Content-Length: 100", "{\"bot")]
    [InlineData("Transfer-Encoding: chunked", "5\r\n{\"bot\r\n")]
    [InlineData("Transfer-Encoding: chunked", "zz\r\n{\"bot\r\n")]
    public async Task A_client_that_disconnects_raises_no_alert(string header, string body)
    {
        var token = TestContext.Current.CancellationToken;
        using var client = new TcpClient();
        await client.ConnectAsync(app.Url.Host, app.Url.Port, token);
        var stream = client.GetStream();
        var headers = $"Host: x\r\nAuthorization: Token {app.Key}\r\nContent-Type: application/json\r\n{header}\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /api/v1/bots HTTP/1.1\r\n{headers}\r\n{body}"), token);
        client.Client.Shutdown(SocketShutdown.Send);
        try
        {
            await stream.CopyToAsync(Stream.Null, token);
        }
        catch (IOException)
        {
            // The server may reset the connection instead of closing it.
        }

        Assert.Equal(200, (await app.Client.SendAsync("GET", "/api/v1/bots")).Status);
        Assert.All(
            app.Logs.Errors,
            // The worker's own line, if the client was gone before the host's request reached the worker.
            line => Assert.Contains("Function invocation cancelled while waiting for start call.", line, StringComparison.Ordinal)
        );
    }
}
