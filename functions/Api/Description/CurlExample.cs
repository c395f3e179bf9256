using System.Text.Json.Nodes;

namespace Usher.Api.Description;

/// <summary>
/// An operation as a shell command. <c>$USHER</c>, <c>$KEY</c>, <c>$TOKEN</c> and <c>$MANAGEMENT_KEY</c> stand for the host and the
/// credentials.
/// </summary>
internal static class CurlExample
{
    private static readonly JsonObject Parameters = DescriptionData.Load("parameters").AsObject();

    public static string Of(Operation operation, JsonObject examples)
    {
        var path = operation
            .Parameters.Select(name => Parameters[name]!)
            .Where(parameter => parameter.Text("in") == "path")
            .Aggregate(
                operation.Path,
                (path, parameter) => path.Replace($"{{{parameter.Text("name")}}}", parameter.Text("example"), StringComparison.Ordinal)
            );
        string[] lines =
        [
            $"curl{(operation.Method == "GET" ? "" : $" -X {operation.Method}")} \"$USHER{path}\"",
            .. operation.Security is { } scheme ? [$"-H \"Authorization: {Credentials(scheme)}\""] : Array.Empty<string>(),
            .. operation.IsRepeatable ? ["-H 'Idempotency-Key: order-4711'"] : Array.Empty<string>(),
            .. operation.Body is { } body
                ? ["-H 'Content-Type: application/json'", $"-d '{examples[body.Example]!.ToJsonString(DescriptionData.Indented)}'"]
                : Array.Empty<string>(),
        ];
        return string.Join(" \\\n  ", lines);
    }

    private static string Credentials(string scheme) =>
        scheme switch
        {
            "RunnerToken" => "Bearer $TOKEN",
            "ManagementKey" => "Bearer $MANAGEMENT_KEY",
            _ => "Token $KEY",
        };
}
