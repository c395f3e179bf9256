using System.Text.Json;

namespace Usher.Hosting;

/// <summary>
/// One call of a function by the host: <c>{"Data":{"binding":value},"Metadata":{"key":value}}</c>. Source: "Azure Functions custom handlers".
/// </summary>
/// <param name="Id">The header X-Azure-Functions-InvocationId: the name of this call in the host's logs. Null where the caller sent none.</param>
/// <param name="Data">The bindings that function.json names, and nothing else.</param>
/// <param name="Metadata">
/// What the host knows about the trigger. Not to be trusted: top-level properties of a message that is a JSON object replace entries of the same name.
/// </param>
internal sealed record HostInvocation(string? Id, JsonElement Data, JsonElement Metadata)
{
    public const string IdHeader = "X-Azure-Functions-InvocationId";

    /// <exception cref="JsonException">The body is not JSON.</exception>
    /// <exception cref="BadHttpRequestException">The body is larger than the endpoint allows.</exception>
    /// <exception cref="InvalidDataException">The body is not an invocation.</exception>
    public static async Task<HostInvocation> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var document = await JsonDocument.ParseAsync(request.Body, default, cancellationToken);
        var body = document.RootElement.Clone();
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty(nameof(Data), out var data) || data.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidDataException("The body is not an invocation: it has no object 'Data'.");
        }

        return new HostInvocation(IdOf(request), data, body.TryGetProperty(nameof(Metadata), out var metadata) ? metadata : default);
    }

    public static string? IdOf(HttpRequest request) => request.Headers[IdHeader] is { Count: > 0 } values ? values[0] : null;

    /// <summary>The value of a binding, still encoded as the host sent it.</summary>
    /// <exception cref="InvalidDataException">The host did not send this binding.</exception>
    public JsonElement Binding(string name) => Data.TryGetProperty(name, out var value)
        ? value
        : throw new InvalidDataException($"The invocation has no binding '{name}': is it named so in function.json?");

    /// <summary>An entry of the metadata, still encoded as the host sent it; null where there is none.</summary>
    public JsonElement? MetadataEntry(string key) =>
        Metadata.ValueKind == JsonValueKind.Object && Metadata.TryGetProperty(key, out var value) ? value : null;
}
