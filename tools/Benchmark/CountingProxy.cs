using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Usher.Benchmark;

/// <summary>Sits in front of the storage emulator and counts transactions by table, queue or container.</summary>
internal sealed partial class CountingProxy : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
    private readonly Dictionary<int, Uri> targets;

    private CountingProxy(WebApplication app, Dictionary<int, Uri> targets) => (this.app, this.targets) = (app, targets);

    /// <summary>Excludes polls of empty queues: they cost by the hour, not by the bot.</summary>
    public ConcurrentDictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);

    /// <summary>The emulator's connection string, with this proxy in its place.</summary>
    public string ConnectionString { get; private init; } = "";

    public static async Task<CountingProxy> StartAsync(string connectionString)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        var endpoints = Endpoint().Matches(connectionString).Select(match => match.Value).Distinct().ToList();
        builder.WebHost.UseUrls([.. endpoints.Select(_ => "http://127.0.0.1:0")]);
        var app = builder.Build();
        CountingProxy? proxy = null;
        app.Run(context => proxy!.ForwardAsync(context));
        await app.StartAsync();
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToList();
        var own = endpoints
            .Zip(addresses)
            .Aggregate(connectionString, (text, pair) => text.Replace(pair.First, pair.Second, StringComparison.Ordinal));
        return proxy = new CountingProxy(
            app,
            endpoints.Zip(addresses).ToDictionary(pair => new Uri(pair.Second).Port, pair => new Uri(pair.First))
        )
        {
            ConnectionString = own,
        };
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        client.Dispose();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        var path = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        using var request = new HttpRequestMessage(
            new HttpMethod(context.Request.Method),
            new Uri(targets[context.Connection.LocalPort], path)
        );
        request.Content = new ByteArrayContent(buffer.ToArray());
        foreach (var (name, values) in context.Request.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, [.. values]))
            {
                request.Content.Headers.TryAddWithoutValidation(name, [.. values]);
            }
        }

        using var response = await client.SendAsync(request, context.RequestAborted);
        var body = await response.Content.ReadAsByteArrayAsync(context.RequestAborted);
        Count(context.Request.Method, path, buffer, body);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (
            var (name, values) in response
                .Headers.Concat(response.Content.Headers)
                .Where(header => header.Key is not ("Transfer-Encoding" or "Connection" or "Keep-Alive"))
        )
        {
            context.Response.Headers[name] = values.ToArray();
        }

        if (!HttpMethods.IsHead(context.Request.Method) && body.Length > 0)
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
    }

    private void Count(string method, string path, MemoryStream sent, byte[] answer)
    {
        var text = path.Contains("/$batch", StringComparison.Ordinal)
            ? TableInBatch().Match(Encoding.UTF8.GetString(sent.ToArray())).Groups[1].Value
            : Resource().Match(path).Groups[1].Value;
        var isEmptyPoll =
            method == "GET"
            && path.Contains("/messages", StringComparison.Ordinal)
            && !Encoding.UTF8.GetString(answer).Contains("<QueueMessage>", StringComparison.Ordinal);
        if (!isEmptyPoll)
        {
            Counts.AddOrUpdate(text, 1, (_, count) => count + 1);
        }
    }

    [GeneratedRegex("http://127\\.0\\.0\\.1:[0-9]+")]
    private static partial Regex Endpoint();

    [GeneratedRegex("^/devstoreaccount1/([^/?(]*)")]
    private static partial Regex Resource();

    [GeneratedRegex("(?:POST|PUT|MERGE|DELETE|GET|PATCH) [^ ]*/devstoreaccount1/([^/?(\\s]+)")]
    private static partial Regex TableInBatch();
}
