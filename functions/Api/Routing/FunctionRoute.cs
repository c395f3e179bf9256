using System.Text.Json;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;

namespace Usher.Api.Routing;

/// <summary>The HTTP trigger of one function.</summary>
/// <param name="Function">Its name.</param>
/// <param name="Template">Without a slash at the beginning, like <c>api/v1/bots/{id}</c>.</param>
/// <param name="Methods">In capitals; none: every method.</param>
internal sealed record FunctionRoute(string Function, string Template, IReadOnlyList<string> Methods)
{
    private readonly TemplateMatcher matcher = new(TemplateParser.Parse(Template), []);
    private readonly string[] segments = Template.Split('/');

    public bool IsCatchAll => Template.StartsWith("{*", StringComparison.Ordinal);

    /// <returns>Null where the function has no HTTP trigger.</returns>
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

    /// <summary>As the Functions host matches: without regard to case, with or without a slash at the end.</summary>
    public bool Matches(PathString path) => matcher.TryMatch(path, []);

    /// <summary>
    /// Of a path that matches: whether its words are written as the route has them. To the host <c>/API/V1/Bots</c> is the same path, to
    /// clients it is none.
    /// </summary>
    public bool IsSpelledBy(PathString path) =>
        segments.Zip(path.Value!.Split('/').Skip(1)).All(pair => pair.First.StartsWith('{') || pair.First == pair.Second);
}
