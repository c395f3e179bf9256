using System.Text.Json;
using System.Text.Json.Nodes;

namespace Usher.Api.Validation;

/// <summary>Reads the fields of a body one by one and collects their errors.</summary>
internal sealed class BodyFields
{
    private readonly Dictionary<string, JsonElement>? fields;

    /// <param name="root">Any JSON value. Anything but an object is an error.</param>
    public BodyFields(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            Errors.Add(
                FieldErrors.NonField,
                new JsonArray(
                    root.ValueKind == JsonValueKind.Null
                        ? "No data provided"
                        : $"Invalid data. Expected a dictionary, but got {PythonText.TypeName(root)}."
                )
            );
            return;
        }

        fields = new Dictionary<string, JsonElement>(PythonText.Members(root), StringComparer.Ordinal);
    }

    public FieldErrors Errors { get; } = new();

    public IReadOnlyCollection<string> Names => fields is null ? [] : fields.Keys;

    /// <summary>The field as sent; undefined if it is absent.</summary>
    public JsonElement this[string name] => fields?.GetValueOrDefault(name) ?? default;

    /// <summary>The field's value; the default if it is absent or invalid (then <see cref="Errors"/> has the reason).</summary>
    /// <param name="name">The field's name.</param>
    /// <param name="check">Validates a value other than null.</param>
    /// <param name="required">Whether its absence is an error.</param>
    /// <param name="nullable">Whether null counts as absent.</param>
    public T? Read<T>(string name, Func<JsonElement, Checked<T>> check, bool required = false, bool nullable = false)
    {
        if (fields is null || !fields.TryGetValue(name, out var value) || (nullable && value.ValueKind == JsonValueKind.Null))
        {
            if (fields is not null && required)
            {
                Errors.Add(name, new JsonArray("This field is required."));
            }

            return default;
        }

        var result = value.ValueKind == JsonValueKind.Null ? Checked.Wrong<T>("This field may not be null.") : check(value);
        if (result.Messages is { } messages)
        {
            Errors.Add(name, messages);
        }

        return result.Value;
    }
}
