using System.Collections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker;

namespace Usher.Tests.ScriptedApp;

/// <summary>Does what the query says, then answers with what the worker saw.</summary>
public static class HttpFunctions
{
    [Function("Echo")]
    public static async Task<IResult> EchoAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", "put", Route = "echo/{*rest}")] HttpRequest request,
        string? rest
    )
    {
        if (Number(request, "die") is { } exitCode)
        {
            Environment.Exit(exitCode);
        }

        if (Number(request, "wait") is { } milliseconds)
        {
            await Console.Out.WriteLineAsync("waiting");
            await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System);
        }

        using var reader = new StreamReader(request.Body);
        request.HttpContext.Response.Headers.Append("Set-Cookie", new(["a=1", "b=2"]));
        request.HttpContext.Response.Headers.Append("X-Reply", "yes");
        var seen = new
        {
            pid = Environment.ProcessId,
            method = request.Method,
            target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            rest,
            headers = request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => (string?)header.Value),
            body = await reader.ReadToEndAsync(request.HttpContext.RequestAborted),
            environment = request.Query.ContainsKey("environment") ? Variables() : null,
        };
        return Results.Json(seen, statusCode: Number(request, "status") ?? StatusCodes.Status200OK);
    }

    [Function("Fail")]
    public static IResult Fail([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "fail")] HttpRequest request) =>
        throw new InvalidOperationException("This function fails.");

    /// <summary>Its name sorts before that of <see cref="OrderLiteral"/>.</summary>
    [Function("OrderAny")]
    public static IResult OrderAny([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "order/{name}")] HttpRequest request) =>
        Results.Text("any");

    [Function("OrderLiteral")]
    public static IResult OrderLiteral(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "order/literal")] HttpRequest request
    ) => Results.Text("literal");

    [Function("Off")]
    public static IResult Off([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "off")] HttpRequest request) => Results.Ok();

    private static int? Number(HttpRequest request, string name) => int.TryParse(request.Query[name], out var number) ? number : null;

    private static Dictionary<string, string?> Variables() =>
        Environment
            .GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value);
}
