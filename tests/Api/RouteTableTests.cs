using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Usher.LocalHost;
using Usher.Tests.Support;

namespace Usher.Tests.Api;

/// <summary>The routes in code and the function.json files say the same.</summary>
public sealed class RouteTableTests(AzuriteFixture azurite)
{
    private static readonly string[] Prefixes = ["/api/", "/calendar/", "/runner/", "/manage/", "/health", "/live", "/docs", "/openapi.json", "/dashboard"];

    [Fact]
    public async Task Every_route_has_its_function_and_every_function_its_route()
    {
        await using var app = await TestApp.StartAsync(azurite.ConnectionString);
        var inCode = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => Entry(endpoint.RoutePattern.RawText!.Replace("**", "*", StringComparison.Ordinal), endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods))
            .Where(entry => entry != "/ GET")
            .ToHashSet();
        var functions = Directory.EnumerateFiles(Path.Combine(Repository.Root, "functions", "Triggers"), "function.json", SearchOption.AllDirectories)
            .Select(file => Entry(Path.GetFileName(Path.GetDirectoryName(file))!, JsonElement.Parse(File.ReadAllText(file))))
            .ToHashSet();

        // Paths that exist for other methods, and those that are always empty, are answered through the functions for any other request.
        inCode.ExceptWith(["/api/v1/bots *", "/api/v1/bots/{id} *", "/api/v1/bots/{id}/leave *", "/api/v1/bots/{id}/webhook_deliveries *", "/api/v1/bots/{id}/events *", "/api/v1/bots/{id}/deadline *", "/api/v1/events *",
            "/api/v1/bots/{id}/webhook_deliveries/{delivery}/redeliver *", "/api/v1/calendar/{*rest} *"]);
        inCode.RemoveWhere(entry => entry.Contains("/calendar/", StringComparison.Ordinal) && entry.EndsWith("/{bot_id} *", StringComparison.Ordinal));
        foreach (var collection in (string[])["calendars", "calendar_events", "zoom_oauth_connections"])
        {
            inCode.ExceptWith([$"/api/v1/{collection} *", $"/api/v1/{collection} GET HEAD"]);
        }

        Assert.Equal(functions.Order(StringComparer.Ordinal), inCode.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_function_has_a_route_where_the_host_calls_the_handler()
    {
        var routes = Directory.EnumerateFiles(Path.Combine(Repository.Root, "functions", "Triggers"), "function.json", SearchOption.AllDirectories)
            .Select(file => Trigger(JsonElement.Parse(File.ReadAllText(file))))
            .Where(trigger => trigger.GetProperty("type").GetString() == "httpTrigger")
            .Select(trigger => "/" + trigger.GetProperty("route").GetString());

        Assert.All(routes, route => Assert.Contains(Prefixes, prefix => route.StartsWith(prefix, StringComparison.Ordinal)));
    }

    private static string Entry(string name, JsonElement function)
    {
        var trigger = Trigger(function);
        return trigger.GetProperty("type").GetString() == "httpTrigger"
            ? Entry("/" + trigger.GetProperty("route").GetString(), trigger.TryGetProperty("methods", out var methods) ? [.. methods.EnumerateArray().Select(method => method.GetString()!)] : null)
            : $"/{name} POST";
    }

    private static string Entry(string path, IReadOnlyList<string>? methods) =>
        $"{path} {(methods is null ? "*" : string.Join(' ', methods.Select(method => method.ToUpperInvariant())))}";

    private static JsonElement Trigger(JsonElement function) =>
        function.GetProperty("bindings").EnumerateArray().First(binding => binding.GetProperty("type").GetString()!.EndsWith("Trigger", StringComparison.Ordinal));
}
