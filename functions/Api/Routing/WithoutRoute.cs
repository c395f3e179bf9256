namespace Usher.Api.Routing;

/// <summary>
/// Every request that no other function takes: a path that does not exist, or a method that a path does not have. Its name must sort behind those of all other functions
/// with an HTTP trigger, since the host gives a request to the first route that matches.
/// </summary>
internal sealed class WithoutRoute(Dialects dialects, FunctionRoutes routes)
{
    [Function(nameof(WithoutRoute))]
    public async Task<HttpAnswer> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request)
    {
        var dialect = dialects.Of(request.Path);
        return dialect.TellsMethods && await routes.AllowAsync(request.Path) is { } allow
            ? dialect.OtherMethod(request.Method, allow)
            : dialect.NotFound(request.Method);
    }
}
