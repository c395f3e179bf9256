using System.Text.Json;
using Usher.Wire;

namespace Usher.Api.Runner;

/// <summary>Reads the body of a runner's request: a JSON object, or the refusal.</summary>
internal static class RunnerBody
{
    public static async Task<(JsonElement Body, HttpResult? Refusal)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, cancellationToken);
        return body is JsonBody.Parsed { Root: { ValueKind: JsonValueKind.Object } root }
            ? (root, null)
            : (default, RunnerAnswer.Body(body));
    }
}
