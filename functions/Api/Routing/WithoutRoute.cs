using Usher.Wire;

namespace Usher.Api.Routing;

/// <summary>
/// Every request that no other function takes: a path that does not exist, or a method that a path does not have. Its name must sort behind
/// those of all other functions with an HTTP trigger, since the host gives a request to the first route that matches.
/// </summary>
internal sealed class WithoutRoute(Dialects dialects)
{
    [Function(nameof(WithoutRoute))]
    public HttpResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request, AllowedMethods allowed)
    {
        var dialect = dialects.Of(request.Path);
        return allowed.Header is { } allow ? dialect.OtherMethod(request.Method, allow) : dialect.NotFound(request.Method);
    }
}
