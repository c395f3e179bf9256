using System.Text.Json;

namespace Usher.LocalHost.Functions;

/// <summary>
/// Reads the bindings that the worker announces: <c>{"name": "message", "type": "queueTrigger", "direction": "In", …}</c>.
/// </summary>
internal static class BindingJson
{
    /// <summary>A member's text, whatever its JSON type; null if it is missing.</summary>
    public static string? Text(this JsonElement binding, string member) =>
        binding.TryGetProperty(member, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : null;

    /// <param name="binding">The binding.</param>
    /// <param name="type">Such as <c>durableClient</c>.</param>
    public static bool Is(this JsonElement binding, string type) => type.Equals(binding.Text("type"), StringComparison.OrdinalIgnoreCase);

    public static bool IsTrigger(this JsonElement binding) =>
        binding.Text("type")?.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase) is true;
}
