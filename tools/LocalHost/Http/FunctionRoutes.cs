using Microsoft.AspNetCore.Routing.Patterns;
using Usher.LocalHost.Functions;

namespace Usher.LocalHost.Http;

/// <summary>
/// The routes of the HTTP functions, in the routing that the Functions host is built on: templates, constraints and specificity are the same.
/// </summary>
internal static class FunctionRoutes
{
    // "/" answers for the host itself; the other two hold its own APIs.
    private static readonly string[] Reserved = ["", "admin", "runtime"];

    /// <summary>A function's methods narrow its route: where they do not fit, a less specific route gets its chance, and then it is 404.</summary>
    /// <exception cref="LocalHostException">A route is not a template, or belongs to the host.</exception>
    public static void Map(IEndpointRouteBuilder endpoints, FunctionCatalog catalog, string routePrefix, RequestDelegate invoke)
    {
        foreach (var function in catalog.WithTrigger("httpTrigger"))
        {
            var pattern = Pattern(function, routePrefix);
            if (Methods(function.Trigger) is { Count: > 0 } methods)
            {
                endpoints.MapMethods(pattern.RawText!, methods, invoke);
            }
            else
            {
                endpoints.Map(pattern, invoke);
            }
        }
    }

    private static RoutePattern Pattern(FunctionDefinition function, string routePrefix)
    {
        var template = $"{routePrefix}/{(function.Trigger.Text("route") ?? function.Name).Trim('/')}".Trim('/');
        if (Reserved.Contains(template.Split('/')[0], StringComparer.OrdinalIgnoreCase))
        {
            throw new LocalHostException($"The route '{template}' of function {function.Name} belongs to the Functions host.");
        }

        try
        {
            return RoutePatternFactory.Parse(template);
        }
        catch (RoutePatternException exception)
        {
            throw new LocalHostException($"The route '{template}' of function {function.Name} is not a route template: {exception.Message}", exception);
        }
    }

    // Absent: every method.
    private static IReadOnlyList<string> Methods(FunctionBinding trigger) =>
        trigger.Settings["methods"] is System.Text.Json.Nodes.JsonArray methods ? [.. methods.Select(method => method!.ToString().ToUpperInvariant())] : [];
}
