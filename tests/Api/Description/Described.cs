using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Usher.Api.Description;
using Usher.Api.Validation;

namespace Usher.Tests.Api.Description;

/// <summary>The API description, and checks of requests and responses against it.</summary>
internal static class Described
{
    public static readonly JsonObject Document = ApiDescription.Build();

    /// <summary>
    /// Statuses for a path or method that is not described: unknown caller, unknown path, wrong method, and the list of allowed methods.
    /// </summary>
    private static readonly int[] Undescribed = [200, 401, 404, 405];

    private static readonly JsonSchemaCheck Check = new(Document);
    private static readonly JsonSchemaCheck LenientCheck = new(Document, isLenient: true);

    private static readonly IReadOnlyList<(Regex Path, JsonObject Methods)> Paths =
    [
        .. Document["paths"]!
            .AsObject()
            .Select(path => (new Regex($"^{Regex.Replace(path.Key, "{[^}]+}", "[^/]+")}$"), path.Value!.AsObject())),
    ];

    public static JsonObject? Operation(string method, string path)
    {
        var name = method == "HEAD" ? "get" : method.ToLowerInvariant();
        return Paths
            .Where(known => known.Path.IsMatch(path.Split('?')[0]))
            .Select(known => known.Methods[name])
            .FirstOrDefault(found => found is not null)
            ?.AsObject();
    }

    /// <summary>What in a response the description does not allow; null if it conforms.</summary>
    /// <param name="headers">The response headers; null if unknown.</param>
    public static string? FindInAnswer(string method, string path, int status, string text, IReadOnlyCollection<string>? headers = null)
    {
        if (Operation(method, path) is not { } operation)
        {
            return Undescribed.Contains(status) && (status != 200 || method == "OPTIONS")
                ? null
                : $"{method} {path} is not described, and answered with {status} {text}";
        }

        if (operation["responses"]![$"{status}"] is not { } response)
        {
            return $"{method} {path} is not said to answer {status} {text}";
        }

        if (
            headers is not null
            && response["headers"]!
                .AsObject()
                .Select(header => header.Key)
                .Where(Always)
                .Except(headers, StringComparer.OrdinalIgnoreCase)
                .ToList()
                is { Count: > 0 } missing
        )
        {
            return $"{method} {path} {status} has no {string.Join(", ", missing)}";
        }

        if (
            headers
                ?.Where(IsRate)
                .Except(response["headers"]!.AsObject().Select(header => header.Key), StringComparer.OrdinalIgnoreCase)
                .FirstOrDefault() is
            { } unsaid
        )
        {
            return $"{method} {path} {status} is not said to have {unsaid}";
        }

        if (response["content"]?["application/json"]?["schema"] is not { } schema)
        {
            return text.Length == 0 || response["content"] is not null
                ? null
                : $"{method} {path} {status} is said to have no body, and has {text}";
        }

        var problems = method == "HEAD" ? [] : Check.Find(schema, Parse(text));
        return problems.Count == 0 ? null : $"{method} {path} {status}: {string.Join("; ", problems)}";
    }

    /// <summary>
    /// What in an accepted request body the description does not allow; null if it conforms or there is no JSON to check.
    /// </summary>
    public static string? FindInRequest(string method, string path, string text)
    {
        var schema = Operation(method, path)?["requestBody"]?["content"]!["application/json"]!["schema"];
        var problems = schema is null || text.Length == 0 || text.TrimStart()[0] is not '{' ? [] : LenientCheck.Find(schema, Parse(text));
        return problems.Count == 0 ? null : $"{method} {path} accepted {text}: {string.Join("; ", problems)}";
    }

    /// <summary>
    /// Headers sent only in some cases: on repeated responses, with ignored fields, with warnings, on one of several refusals, or where
    /// requests are limited.
    /// </summary>
    private static bool Always(string header) =>
        header is not ("Idempotency-Replayed" or "Usher-Ignored-Fields" or "Usher-Warning" or "Location") && !IsRate(header);

    private static bool IsRate(string header) => header.StartsWith("RateLimit", StringComparison.OrdinalIgnoreCase);

    /// <summary>If a name occurs twice, the last value counts.</summary>
    private static JsonNode? Parse(string text) => JsonTree.Node(JsonElement.Parse(text));
}
