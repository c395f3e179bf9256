using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Usher.Tests.Support;

/// <summary>
/// Sits in front of one storage service and turns requests away, as a busy service does, before letting the rest through.
/// </summary>
internal sealed class BusyStorage : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HttpClient client = new();
    private readonly Uri service;
    private int refusals;

    private BusyStorage(Uri service)
    {
        this.service = service;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(HandleAsync);
    }

    public string ConnectionString { get; private set; } = "";

    public int Status { get; set; } = 503;

    public string? RetryAfter { get; set; }

    /// <summary>How far its clock is ahead of the service's.</summary>
    public TimeSpan ClockIsAheadBy { get; set; }

    /// <summary>The times of requests, from the first refusal on.</summary>
    public ConcurrentQueue<DateTimeOffset> AskedAt { get; } = new();

    /// <param name="connectionString">The real storage account.</param>
    /// <param name="endpoint"><c>TableEndpoint</c> or <c>QueueEndpoint</c>.</param>
    public static async Task<BusyStorage> StartAsync(string connectionString, string endpoint)
    {
        var address = connectionString.Split(';').Single(part => part.StartsWith($"{endpoint}=", StringComparison.Ordinal))[
            (endpoint.Length + 1)..
        ];
        var busy = new BusyStorage(new Uri(address));
        await busy.app.StartAsync(TestContext.Current.CancellationToken);
        var url = new Uri(busy.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        busy.ConnectionString = connectionString.Replace($":{new Uri(address).Port}/", $":{url.Port}/", StringComparison.Ordinal);
        return busy;
    }

    public void Refuse(int times)
    {
        AskedAt.Clear();
        refusals = times;
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        AskedAt.Enqueue(TimeProvider.System.GetUtcNow());
        if (Interlocked.Decrement(ref refusals) >= 0)
        {
            context.Response.StatusCode = Status;
            if (RetryAfter is { } wait)
            {
                context.Response.Headers.RetryAfter = wait;
            }

            return;
        }

        using var request = new HttpRequestMessage(
            new HttpMethod(context.Request.Method),
            new Uri(service, context.Request.Path.ToUriComponent() + context.Request.QueryString)
        );
        request.Content = new StreamContent(context.Request.Body);
        foreach (var (name, values) in context.Request.Headers.Where(header => header.Key != "Host" && header.Key != "Transfer-Encoding"))
        {
            _ =
                request.Headers.TryAddWithoutValidation(name, values.ToArray())
                || request.Content.Headers.TryAddWithoutValidation(name, values.ToArray());
        }

        using var answer = await client.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (
            var (name, values) in answer
                .Headers.Concat(answer.Content.Headers)
                .Where(header => header.Key is not ("Transfer-Encoding" or "Connection" or "Keep-Alive"))
        )
        {
            context.Response.Headers[name] = values.ToArray();
        }

        context.Response.Headers.Date = (answer.Headers.Date + ClockIsAheadBy)?.ToString("R", CultureInfo.InvariantCulture);
        await (
            answer.StatusCode == HttpStatusCode.NoContent
                ? Task.CompletedTask
                : answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted)
        );
    }
}
