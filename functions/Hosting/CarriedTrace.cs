using System.Text.Json;

namespace Usher.Hosting;

/// <summary>The trace that work belongs to which was left in a queue or in an orchestration's input: the member <c>traceparent</c> of its JSON.</summary>
internal static class CarriedTrace
{
    private const string Member = "traceparent";

    /// <returns>Null where it carries none.</returns>
    public static string? Of(string? json) =>
        json is not null && JsonText.TryParse(json) is { ValueKind: JsonValueKind.Object } work
        && work.TryGetProperty(Member, out var traceparent) && traceparent.ValueKind == JsonValueKind.String
            ? traceparent.GetString()
            : null;
}
