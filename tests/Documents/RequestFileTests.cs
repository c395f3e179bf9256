using System.Text.Json;
using System.Text.RegularExpressions;
using Usher.LocalHost;
using Usher.Tests.Support;

namespace Usher.Tests.Documents;

/// <summary>usher.http has a request for every HTTP function and method, and no others.</summary>
public sealed partial class RequestFileTests
{
    private static readonly string Requests = File.ReadAllText(Path.Combine(Repository.Root, "usher.http"));

    [Fact]
    public void Every_function_has_a_request_and_every_request_a_function()
    {
        var functions = HttpFunctions();
        var covered = new HashSet<string>();
        foreach (Match request in RequestLine().Matches(Requests))
        {
            var (method, path) = (request.Groups["method"].Value, request.Groups["path"].Value);
            var function = functions.Where(function => function.Answers(method, path)).MinBy(function => function.IsAnyOther);

            Assert.True(function is not null, $"No function answers {method} {path}.");
            covered.Add($"{function.Name} {(function.IsAnyOther ? "" : method)}");
        }

        // HEAD is GET without a response body.
        Assert.Equal(
            functions
                .SelectMany(
                    function => function.IsAnyOther ? [""] : function.Methods.Except(["HEAD"]),
                    (function, method) => $"{function.Name} {method}"
                )
                .Order(),
            covered.Order()
        );
    }

    [Fact]
    public void Every_body_is_JSON()
    {
        var bodies = Body().Matches(Requests).Select(body => body.Value).ToList();

        Assert.NotEmpty(bodies);
        Assert.All(bodies, body => JsonDocument.Parse(body).Dispose());
    }

    private static List<HttpFunction> HttpFunctions() =>
        [
            .. from function in JsonElement.Parse(File.ReadAllText(Path.Combine(BuildOutput.App, "functions.metadata"))).EnumerateArray()
            let trigger = function.GetProperty("bindings")[0]
            where trigger.GetProperty("type").GetString() == "httpTrigger"
            select new HttpFunction(
                function.GetProperty("name").GetString()!,
                trigger.GetProperty("route").GetString()!,
                trigger.TryGetProperty("methods", out var methods) && methods.ValueKind == JsonValueKind.Array
                    ? [.. methods.EnumerateArray().Select(method => method.GetString()!.ToUpperInvariant())]
                    : []
            ),
        ];

    // Apart from placeholders for values, it contains only a path.
    [GeneratedRegex(@"^(?<method>[A-Z]+) \{\{usher\}\}(?<path>/[^?\s]*)", RegexOptions.Multiline)]
    private static partial Regex RequestLine();

    [GeneratedRegex(@"^\{(?!\{)[^#]*\}$", RegexOptions.Multiline)]
    private static partial Regex Body();

    private sealed record HttpFunction(string Name, string Route, IReadOnlyList<string> Methods)
    {
        /// <summary>The catch-all: it handles requests that no other function does.</summary>
        public bool IsAnyOther => Methods.Count == 0;

        public bool Answers(string method, string path) =>
            (IsAnyOther || Methods.Contains(method))
            && Regex.IsMatch(
                path,
                $"^/{Parameter().Replace(Route, match => match.Value.StartsWith("{*", StringComparison.Ordinal) ? ".*" : "[^/]+")}$"
            );
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
