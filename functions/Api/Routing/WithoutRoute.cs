using Usher.Wire;

namespace Usher.Api.Routing;

/// <summary>
/// Receives every request without a matching function: an unknown path, or an unsupported method. Its name must sort after those of all
/// other functions with an HTTP trigger, because the host picks the first matching route. The root leads to the documentation here: the
/// host takes an empty route for none.
/// </summary>
internal sealed class WithoutRoute(Dialects dialects)
{
    [Function(nameof(WithoutRoute))]
    public HttpResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request, AllowedMethods allowed)
    {
        if (request.Path == "/" && request.Method is ("GET" or "HEAD"))
        {
            return new HttpResult(StatusCodes.Status302Found, default, ("Location", "/docs"));
        }

        var dialect = dialects.Of(request.Path);
        return allowed.Header is { } allow ? dialect.OtherMethod(request.Method, allow) : dialect.NotFound(request.Method);
    }
}
