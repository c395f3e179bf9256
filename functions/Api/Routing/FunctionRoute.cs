using System.Text.Json;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;

namespace Usher.Api.Routing;

/// <summary>The HTTP trigger of one function.</summary>
/// <param name="Function">The function's name.</param>
/// <param name="Template">Without a leading slash, such as <c>api/v1/bots/{id}</c>.</param>
/// <param name="Methods">In uppercase; empty for every method.</param>
internal sealed record FunctionRoute(string Function, string Template, IReadOnlyList<string> Methods)
{
    private readonly TemplateMatcher matcher = new(TemplateParser.Parse(Template), []);
    private readonly string[] segments = Template.Split('/');

    public bool IsCatchAll => Template.StartsWith("{*", StringComparison.Ordinal);

    /// <returns>Null if the function has no HTTP trigger.</returns>
    public static FunctionRoute? Of(IFunctionMetadata function)
    {
        foreach (var binding in function.RawBindings ?? [])
        {
            var json = JsonElement.Parse(binding);
            if (json.GetProperty("type").GetString() is "httpTrigger")
            {
                return new FunctionRoute(
                    function.Name!,
                    json.GetProperty("route").GetString()!,
                    json.TryGetProperty("methods", out var methods)
                        ? [.. methods.EnumerateArray().Select(method => method.GetString()!.ToUpperInvariant())]
                        : []
                );
            }
        }

        return null;
    }

    /// <summary>Matches like the Functions host: case-insensitive, with or without a trailing slash.</summary>
    public bool Matches(PathString path) => matcher.TryMatch(path, []);

    /// <summary>
    /// For a matching path, whether its segments have the route's exact case. For the host, <c>/API/V1/Bots</c> is the same path; for
    /// clients, it does not exist.
    /// </summary>
    public bool IsSpelledBy(PathString path) =>
        segments.Zip(path.Value!.Split('/').Skip(1)).All(pair => pair.First.StartsWith('{') || pair.First == pair.Second);
}
