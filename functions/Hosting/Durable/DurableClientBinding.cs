using System.Text.Json;

namespace Usher.Hosting.Durable;

/// <summary>
/// Where the management API is, from the payload of a durableClient binding:
/// <c>{"httpBaseUrl":"http://localhost:7071/runtime/webhooks/durabletask","requiredQueryStringParameters":"code=…",…}</c>.
/// Some versions of the extension fill <c>baseUrl</c> instead. Source: BindingHelper of the Durable Functions extension.
/// </summary>
internal sealed class DurableClientBinding
{
    private readonly string baseUrl;
    private readonly string query;

    /// <exception cref="InvalidDataException">The payload names no address.</exception>
    public DurableClientBinding(JsonElement payload)
    {
        baseUrl = (Text(payload, "httpBaseUrl") ?? Text(payload, "baseUrl"))?.TrimEnd('/')
            ?? throw new InvalidDataException("The durableClient binding has neither httpBaseUrl nor baseUrl.");
        query = Text(payload, "requiredQueryStringParameters")?.Trim('?', '&') ?? "";
    }

    public Uri OrchestratorUrl(string name, string instanceId) => Url($"orchestrators/{Uri.EscapeDataString(name)}/{Segment(instanceId)}", "");

    public Uri InstanceUrl(string instanceId, string operation = "", string parameters = "") =>
        Url(operation.Length == 0 ? $"instances/{Segment(instanceId)}" : $"instances/{Segment(instanceId)}/{operation}", parameters);

    private Uri Url(string path, string parameters) => new($"{baseUrl}/{path}?{string.Join('&', Present(parameters, query))}");

    private static IEnumerable<string> Present(params string[] parts) => parts.Where(part => part.Length > 0);

    /// <summary>The extension asks for this, but version 3 does not check it, and an id that it cannot find again in a URL is out of reach for ever.</summary>
    private static string Segment(string instanceId)
    {
        if (instanceId is "" or "." or ".." || instanceId.Length > 256 || instanceId[0] == '@' || instanceId.Any(c => c is '/' or '\\' or '#' or '?' || char.IsControl(c)))
        {
            throw new ArgumentException("Not an instance id: 1 to 256 characters, without / \\ # ? and control characters, not beginning with @.", nameof(instanceId));
        }

        return Uri.EscapeDataString(instanceId);
    }

    private static string? Text(JsonElement payload, string name) =>
        payload.ValueKind == JsonValueKind.Object && payload.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
