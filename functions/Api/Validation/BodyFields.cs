using System.Text.Json;

namespace Usher.Api.Validation;

/// <summary>Reads the fields of a body one after another and collects what is wrong with them.</summary>
internal sealed class BodyFields
{
    private readonly Dictionary<string, JsonElement>? fields;

    /// <param name="root">Any JSON value; other than an object is an error of its own.</param>
    public BodyFields(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            Errors.Add("non_field_errors", new System.Text.Json.Nodes.JsonArray($"Invalid data. Expected a dictionary, but got {PythonName(root.ValueKind)}."));
            return;
        }

        fields = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in root.EnumerateObject())
        {
            // Of a name that stands there twice, the last one counts.
            fields[SafeText.Name(property)] = property.Value;
        }
    }

    public FieldErrors Errors { get; } = new();

    public IReadOnlyCollection<string> Names => fields is null ? [] : fields.Keys;

    /// <summary>The field's value; the default where it is absent or wrong (then <see cref="Errors"/> says so).</summary>
    public T? Read<T>(string name, Func<JsonElement, Checked<T>> check, bool required = false)
    {
        if (fields is null || !fields.TryGetValue(name, out var value))
        {
            if (fields is not null && required)
            {
                Errors.Add(name, new System.Text.Json.Nodes.JsonArray("This field is required."));
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

    private static string PythonName(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Array => "list",
        JsonValueKind.String => "str",
        JsonValueKind.Number => "int",
        JsonValueKind.True or JsonValueKind.False => "bool",
        _ => "NoneType",
    };
}
