using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Usher.LocalHost.Durable;
using Usher.Tests.Support;

namespace Usher.Tests.LocalHost.Durable;

/// <summary>The management API on a port of its own, and the engine behind it.</summary>
internal sealed class ManagementHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HttpClient http;

    private ManagementHost(WebApplication app, DurableHost engine)
    {
        this.app = app;
        Engine = engine;
        http = new HttpClient { BaseAddress = new Uri($"{app.Urls.Single()}/runtime/webhooks/durabletask/") };
    }

    public DurableHost Engine { get; }

    public Uri BaseAddress => http.BaseAddress!;

    public static async Task<ManagementHost> StartAsync(AzuriteFixture azurite, ScriptedHandler handler, DurableOptions? options = null)
    {
        var engine = await DurableHost.StartAsync(azurite, handler, options);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        engine.Extension.MapManagementApi(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new ManagementHost(app, engine);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
        await Engine.DisposeAsync();
    }

    public async Task<(int Status, string Body)> SendAsync(string method, string path, string? body = null, string? contentType = "application/json")
    {
        var (response, text) = await ResponseAsync(method, path, body, contentType);
        using (response)
        {
            return ((int)response.StatusCode, text);
        }
    }

    public async Task<(HttpResponseMessage Response, string Body)> ResponseAsync(
        string method, string path, string? body = null, string? contentType = "application/json")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.RelativeOrAbsolute));
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8);
            request.Content.Headers.Remove("Content-Type");
            if (contentType is not null)
            {
                request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
            }
        }

        var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
