using System.Text.Json.Nodes;

namespace Usher.Api.Validation;

/// <summary>A field's value, or its errors.</summary>
internal readonly record struct Checked<T>(T? Value, JsonNode? Messages)
{
    public static implicit operator Checked<T>(T value) => new(value, null);
}

internal static class Checked
{
    public static Checked<T> Wrong<T>(string message) => new(default, new JsonArray(message));
}
