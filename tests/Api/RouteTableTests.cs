using Microsoft.Extensions.DependencyInjection;
using Usher.Api.Description;
using Usher.Api.Routing;
using Usher.Tests.Support;

namespace Usher.Tests.Api;

/// <summary>
/// The Functions host passes a request to the first function, by name, whose route and methods match. So no route may hide another, and the
/// catch-all must come last.
/// </summary>
public sealed class RouteTableTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly string[] AllMethods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "INVENTED"];
    private TestApp app = null!;
    private IReadOnlyList<FunctionRoute> routes = null!;

    public async ValueTask InitializeAsync()
    {
        app = await TestApp.StartAsync(azurite.ConnectionString);
        routes = await app.Services.GetRequiredService<FunctionRoutes>().AllAsync();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public void Every_route_reaches_its_own_function()
    {
        Assert.Equal(
            routes.Select(route => route.Function).Order(StringComparer.OrdinalIgnoreCase),
            routes.Select(route => route.Function)
        );
        Assert.All(
            routes.Where(route => !route.IsCatchAll),
            route => Assert.All(route.Methods, method => Assert.Equal(route.Function, FirstMatch(method, Sample($"/{route.Template}"))))
        );
    }

    [Fact]
    public void Every_described_request_reaches_the_function_with_its_route() =>
        Assert.All(
            ApiDescription.Operations,
            operation =>
            {
                var function = FirstMatch(operation.Method, Sample(operation.Path));
                Assert.Equal(operation.Path, $"/{routes.Single(route => route.Function == function).Template}");
            }
        );

    [Fact]
    public void A_request_that_matches_no_function_reaches_the_catch_all()
    {
        Assert.Equal(nameof(WithoutRoute), Assert.Single(routes, route => route.IsCatchAll).Function);
        Assert.Empty(routes[^1].Methods);
        Assert.All(
            AllMethods,
            method =>
                Assert.All(
                    ["/", "/api/v1/nothing", "/api/v1/bots/bot_x/nothing/at/all", "/calendar/x", "/runner", "/manage/v1/x", "/nowhere"],
                    path => Assert.Equal(nameof(WithoutRoute), FirstMatch(method, path))
                )
        );
        Assert.All(["PUT", "OPTIONS", "INVENTED"], method => Assert.Equal(nameof(WithoutRoute), FirstMatch(method, "/api/v1/bots")));
    }

    [Fact]
    public void No_route_is_reserved_by_the_host() =>
        Assert.All(
            routes,
            route =>
                Assert.All(
                    ["admin", "runtime"],
                    kept => Assert.False(route.Template.StartsWith(kept, StringComparison.OrdinalIgnoreCase), route.Template)
                )
        );

    private static string Sample(string template) =>
        string.Join('/', template.Split('/').Select(segment => segment.StartsWith('{') ? "some_value" : segment));

    private string FirstMatch(string method, string path) =>
        routes.First(route => route.Matches(path) && (route.Methods.Count == 0 || route.Methods.Contains(method))).Function;
}
