using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Usher.Hosting.Durable;

namespace Usher.Tests.Hosting;

/// <summary>A handler that listens on a free port, and the host's side of the wire.</summary>
internal sealed class HandlerServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private HandlerServer(WebApplication app, LogLines log)
    {
        this.app = app;
        Log = log;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Http { get; }

    public LogLines Log { get; }

    public static async Task<HandlerServer> StartAsync(Action<IEndpointRouteBuilder> map)
    {
        var log = new LogLines();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Services.AddDurableTaskClient();
        var app = builder.Build();
        map(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new HandlerServer(app, log);
    }

    /// <summary>Posts an envelope as the host does.</summary>
    public async Task<(HttpStatusCode Status, string? ContentType, string Body)> InvokeAsync(string function, string envelope)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/{function}", UriKind.Relative));
        request.Content = new StringContent(envelope, System.Text.Encoding.UTF8, "application/json");
        request.Headers.ExpectContinue = true;
        request.Headers.Add("X-Azure-Functions-InvocationId", "invocation-1");
        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Asserts success, and gives the answer's body.</summary>
    public async Task<string> SucceedAsync(string function, string envelope)
    {
        var (status, contentType, body) = await InvokeAsync(function, envelope);
        Assert.Equal((HttpStatusCode.OK, "application/json"), (status, contentType));
        return body;
    }

    /// <summary>Asserts failure, with the reason in the log and not in the answer.</summary>
    public async Task FailAsync(string function, string envelope, string reason)
    {
        var (status, contentType, body) = await InvokeAsync(function, envelope);
        Assert.Equal((HttpStatusCode.InternalServerError, "application/json"), (status, contentType));
        Assert.Matches("""^\{"error":"\w+"\}$""", body);
        Assert.Contains(Log.All, line => line.Contains("invocation-1", StringComparison.Ordinal) && line.Contains(reason, StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.DisposeAsync();
        Log.Dispose();
    }
}
