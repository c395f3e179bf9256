using System.Text.Json;
using System.Text.Json.Nodes;

namespace Usher.LocalHost.Functions;

/// <summary>What the handler's answer to an invocation means. Source: DefaultHttpWorkerService of the Functions host.</summary>
internal abstract record InvocationResponse
{
    private InvocationResponse()
    {
    }

    internal sealed record Succeeded(FunctionResult Result, IReadOnlyList<string> Logs) : InvocationResponse;

    internal sealed record Failed(string Reason) : InvocationResponse;

    /// <summary>2xx with an empty body or <c>null</c>: the host never completes such an invocation, until the function's time is up.</summary>
    internal sealed record Hangs : InvocationResponse;

    /// <param name="mediaType">Without charset; null where the answer has none.</param>
    public static InvocationResponse Read(int status, string? mediaType, string body)
    {
        if (status is < 200 or > 299)
        {
            return new Failed($"the handler answered {status}");
        }

        if (body.Length > 0 && mediaType is not ("application/json" or "text/json"))
        {
            return new Failed($"the handler answered with content type {mediaType ?? "(none)"} instead of application/json");
        }

        try
        {
            return body.Length == 0 ? new Hangs() : JsonNode.Parse(body) switch
            {
                null => new Hangs(),
                JsonObject found => Read(found),
                _ => new Failed("the handler answered with JSON that is not an object"),
            };
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return new Failed($"the handler answered with a body that is not JSON: {exception.Message}");
        }
    }

    private static Succeeded Read(JsonObject found)
    {
        JsonObject? outputs = null;
        JsonNode? returnValue = null;
        string[] logs = [];
        foreach (var (name, value) in found)
        {
            switch (name.ToUpperInvariant())
            {
                case "OUTPUTS":
                    outputs = value as JsonObject;
                    break;
                case "RETURNVALUE":
                    returnValue = value;
                    break;
                case "LOGS":
                    logs = [.. (value as JsonArray ?? []).Select(line => line?.ToString() ?? "")];
                    break;
            }
        }

        return new Succeeded(new FunctionResult(outputs, returnValue), logs);
    }
}
