using System.Text.Json.Nodes;

namespace Usher.Api.Description;

/// <summary>An operation as a line for the shell; <c>$USHER</c>, <c>$KEY</c> and <c>$TOKEN</c> are where it goes and who calls.</summary>
internal static class CurlExample
{
    private const string Bot = "bot_3pVj4QcEyhV3mfHc";

    public static string Of(Operation operation, JsonObject examples)
    {
        var path = operation.Path.Replace("{id}", Bot, StringComparison.Ordinal).Replace("{bot_id}", Bot, StringComparison.Ordinal);
        string[] lines =
        [
            $"curl{(operation.Method == "GET" ? "" : $" -X {operation.Method}")} \"$USHER{path}\"",
            .. operation.Security is { } scheme ? [$"-H \"Authorization: {(scheme == "RunnerToken" ? "Bearer $TOKEN" : "Token $KEY")}\""] : Array.Empty<string>(),
            .. operation.IsRepeatable ? ["-H 'Idempotency-Key: order-4711'"] : Array.Empty<string>(),
            .. operation.Body is { } body
                ? ["-H 'Content-Type: application/json'", $"-d '{examples[body.Example]!.ToJsonString(DescriptionData.Indented)}'"]
                : Array.Empty<string>(),
        ];
        return string.Join(" \\\n  ", lines);
    }
}
