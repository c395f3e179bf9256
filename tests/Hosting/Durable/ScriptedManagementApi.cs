using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Usher.Hosting;
using Usher.Hosting.Durable;

namespace Usher.Tests.Hosting.Durable;

/// <summary>A real server that answers what the test says, as the extension was seen to answer, and the client under test.</summary>
internal sealed class ScriptedManagementApi : IAsyncDisposable
{
    public const string Base = "/runtime/webhooks/durabletask";

    private readonly List<string> requests = [];
    private HandlerServer server = null!;

    private ScriptedManagementApi()
    {
    }

    /// <summary>As <c>{method} {path and query} {content type} {body}</c>.</summary>
    public IReadOnlyList<string> Requests => requests;

    public Func<HttpContext, (int Status, string Body)> Answer { get; set; } = _ => (202, "{}");

    public DurableTaskClient Client { get; private set; } = null!;

    public Uri Address => server.Http.BaseAddress!;

    public static async Task<ScriptedManagementApi> StartAsync()
    {
        var api = new ScriptedManagementApi();
        api.server = await HandlerServer.StartAsync(app => ((WebApplication)app).Run(api.AnswerAsync));
        api.Client = api.ClientFromBinding("httpBaseUrl");
        return api;
    }

    /// <summary>The body of an instance's status.</summary>
    public static string Status(string runtimeStatus) => $$"""
        {"name":"Watch","instanceId":"w1","runtimeStatus":"{{runtimeStatus}}","input":null,"customStatus":"waiting","output":null,
         "createdTime":"2026-05-01T10:00:00Z","lastUpdatedTime":"2026-05-01T10:01:00Z"}
        """;

    /// <summary>Through a real invocation: the payload as the extension writes it, encoded as the host encodes it.</summary>
    public DurableTaskClient ClientFromBinding(string filledAddress)
    {
        var payload = $$"""
            {"taskHubName":"MyHub","connectionName":null,"creationUrls":null,"managementUrls":null,"{{filledAddress}}":"{{Address.ToString().TrimEnd('/')}}{{Base}}",
             "requiredQueryStringParameters":"code=s%2Fcret","grpcHttpClientTimeout":"00:01:40"}
            """;
        var text = $"\"{JsonEncodedText.Encode(payload)}\"";
        var envelope = JsonElement.Parse($$$"""{"client":"{{{JsonEncodedText.Encode(text)}}}","timer":{}}""");
        var factory = new DurableTaskClientFactory(new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }));
        return new TimerTrigger(new HostInvocation(null, envelope, default), "timer", factory).Client("client");
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        requests.Add($"{context.Request.Method} {new Uri(context.Request.GetEncodedUrl()).PathAndQuery} {context.Request.ContentType} {body}");
        var (status, text) = Answer(context);
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(text, context.RequestAborted);
    }
}
