using System.Text.Json;
using Microsoft.AspNetCore.Routing.Constraints;
using Usher.LocalHost.Functions;

namespace Usher.LocalHost.Http;

/// <summary>
/// The routes of the HTTP functions, in the classes that the Functions host uses: a route collection ordered by function name. The first
/// match wins; methods are a constraint. Source: WebScriptHostHttpRoutesManager and, in azure-webjobs-sdk-extensions, WebJobsRouter.
/// </summary>
internal static class FunctionRoutes
{
    // The host reserves these for itself.
    private static readonly string[] Reserved = ["admin", "runtime"];

    /// <param name="functions">Ordered by name; disabled functions keep their routes.</param>
    /// <param name="routePrefix">From host.json.</param>
    /// <param name="constraints">Resolves constraints such as <c>{id:regex(…)}</c>.</param>
    /// <param name="invoke">Answers a request for the function.</param>
    /// <exception cref="LocalHostException">A route is not a valid template, or is reserved by the host.</exception>
    public static IRouter Create(
        IEnumerable<HostedFunction> functions,
        string routePrefix,
        IInlineConstraintResolver constraints,
        Func<HttpContext, HostedFunction, Task> invoke
    )
    {
        var routes = new RouteCollection();
        foreach (var function in functions.Where(function => function.Trigger.Is("httpTrigger")))
        {
            routes.Add(Route(function, routePrefix, constraints, new RouteHandler(context => invoke(context, function))));
        }

        return routes;
    }

    private static Route Route(HostedFunction function, string routePrefix, IInlineConstraintResolver resolver, IRouter handler)
    {
        var route = function.Trigger.Text("route") is { Length: > 0 } named ? named : function.Name;
        var template = $"{routePrefix}/{route.Trim('/')}".Trim('/');
        if (Reserved.Contains(template.Split('/')[0], StringComparer.OrdinalIgnoreCase))
        {
            throw new LocalHostException($"The route '{template}' of function {function.Name} is reserved by the Functions host.");
        }

        // None means every method.
        string[] methods =
            function.Trigger.TryGetProperty("methods", out var list) && list.ValueKind is JsonValueKind.Array
                ? [.. list.EnumerateArray().Select(method => method.GetString()!)]
                : [];
        Dictionary<string, object> constraints = methods is [] ? [] : new() { ["httpMethod"] = new HttpMethodRouteConstraint(methods) };
        try
        {
            return new Route(handler, function.Name, template, defaults: null, constraints, dataTokens: null, resolver);
        }
        catch (Exception exception) when (exception is ArgumentException or RouteCreationException or InvalidOperationException)
        {
            throw new LocalHostException(
                $"The route '{template}' of function {function.Name} is not a route template: {exception.Message}",
                exception
            );
        }
    }
}
