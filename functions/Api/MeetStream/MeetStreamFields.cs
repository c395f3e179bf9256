using System.Globalization;
using System.Text.Json;
using Usher.Api.Validation;
using Usher.Bots;
using Usher.Wire;

namespace Usher.Api.MeetStream;

/// <summary>Reads the fields of an object and keeps the first error. Null and blank texts count as absent.</summary>
internal sealed class MeetStreamFields
{
    private readonly Dictionary<string, JsonElement> fields;
    private readonly MeetStreamFields? parent;

    public MeetStreamFields(JsonElement body)
        : this(body, null) { }

    private MeetStreamFields(JsonElement body, MeetStreamFields? parent)
    {
        this.parent = parent;
        fields = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var (name, value) in body.ValueKind == JsonValueKind.Object ? PythonText.Members(body) : [])
        {
            if (value.ValueKind != JsonValueKind.Null)
            {
                fields[name] = value;
            }
        }
    }

    /// <summary>The first error; null if there is none.</summary>
    public string? Error { get; private set; }

    public IEnumerable<string> Names => fields.Keys;

    public void Refuse(string sentence)
    {
        Error ??= sentence;
        parent?.Refuse(sentence);
    }

    /// <returns>The value as sent; null if it is absent.</returns>
    public JsonElement? Value(string name) => fields.TryGetValue(name, out var value) ? value : null;

    public string? Text(string name, int maxLength)
    {
        if (Value(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            Refuse($"{name} must be a string.");
            return null;
        }

        if (string.IsNullOrWhiteSpace(SafeText.Of(value)))
        {
            return null;
        }

        var text = TextField.Check(value, maxLength);
        if (text.Messages is { } messages)
        {
            Refuse($"{name}: {messages[0]}");
        }

        return text.Value;
    }

    public bool? Flag(string name)
    {
        if (Value(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Refuse($"{name} must be a boolean.");
            return null;
        }

        return value.GetBoolean();
    }

    public int? Seconds(string name, int min = 1, int max = int.MaxValue)
    {
        if (Value(name) is not { } value)
        {
            return null;
        }

        if (!PythonText.IsInteger(value) || !value.TryGetInt32(out var seconds))
        {
            Refuse($"{name} must be an integer.");
            return null;
        }

        if (seconds < min || seconds > max)
        {
            var bound = seconds < min ? $"at least {Written(min)}" : $"at most {Written(max)}";
            Refuse($"{name} must be {bound} seconds.");
        }

        return seconds;
    }

    /// <returns>Without fields if there is no such object.</returns>
    public MeetStreamFields Object(string name)
    {
        var value = Value(name);
        if (value is { ValueKind: not JsonValueKind.Object })
        {
            Refuse($"{name} must be an object.");
        }

        return new MeetStreamFields(value ?? default, this);
    }

    private static string Written(int number) => number.ToString(CultureInfo.InvariantCulture);
}
