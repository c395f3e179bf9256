using System.Diagnostics;
using System.Text.Json;
using Usher.Bots;
using Usher.Wire;

namespace Usher.Api.Validation;

/// <summary>Validates JSON values against a schema, with the messages of Python's jsonschema.</summary>
internal static class SchemaValidator
{
    /// <summary>The error in one sentence; null if the value is valid.</summary>
    public static string? Validate(JsonSchema schema, JsonElement value)
    {
        List<SchemaError> errors = [];
        Collect(schema, value, errors);
        return SchemaError.Best(errors)?.Message;
    }

    private static void Collect(JsonSchema schema, JsonElement value, List<SchemaError> errors)
    {
        foreach (var keyword in schema.Keywords)
        {
            switch (keyword, value.ValueKind)
            {
                case (SchemaKeyword.Type type, _):
                    if (!type.Names.Any(name => IsOfType(value, name)))
                    {
                        Add($"{Quote(value)} is not of type {string.Join(", ", type.Names.Select(PythonText.Repr))}");
                    }

                    break;
                case (SchemaKeyword.Enum { Values: var values }, _):
                    if (!values.EnumerateArray().Any(allowed => AreEqual(allowed, value)))
                    {
                        Add($"{Quote(value)} is not one of {PythonText.Repr(values)}");
                    }

                    break;
                case (SchemaKeyword.OneOf oneOf, _):
                    OneOf(oneOf, value, Add);
                    break;
                case (SchemaKeyword.Properties properties, JsonValueKind.Object):
                    foreach (var (name, child) in properties.Schemas)
                    {
                        if (SafeText.TryGet(value, name, out var property))
                        {
                            Descend(child, property, (name, 0), errors);
                        }
                    }

                    break;
                case (SchemaKeyword.Required required, JsonValueKind.Object):
                    foreach (var name in required.Names.Where(name => !SafeText.TryGet(value, name, out _)))
                    {
                        Add($"{PythonText.Repr(name)} is a required property");
                    }

                    break;
                case (SchemaKeyword.AdditionalProperties additional, JsonValueKind.Object):
                    AdditionalProperties(additional, schema, value, errors, Add);
                    break;
                case (SchemaKeyword.Items items, JsonValueKind.Array):
                    foreach (var (index, item) in value.EnumerateArray().Index())
                    {
                        Descend(items.Schema, item, (null, index), errors);
                    }

                    break;
                case (SchemaKeyword.MinItems { Count: var count }, JsonValueKind.Array) when value.GetArrayLength() < count:
                    Add($"{Quote(value)} {(count == 1 ? "should be non-empty" : "is too short")}");
                    break;
                case (SchemaKeyword.UniqueItems, JsonValueKind.Array) when HasEqualItems(value):
                    Add($"{Quote(value)} has non-unique elements");
                    break;
                case (SchemaKeyword.Pattern pattern, JsonValueKind.String) when !pattern.Expression.Value.IsMatch(SafeText.Of(value)):
                    Add($"{Quote(value)} does not match {PythonText.Repr(pattern.Text)}");
                    break;
            }
        }

        void Add(string message, IReadOnlyList<SchemaError>? context = null) =>
            errors.Add(
                new SchemaError(message, IsWeak: context is not null, HasRightType: schema.Types.Any(name => IsOfType(value, name)))
                {
                    Context = context ?? [],
                }
            );
    }

    private static void Descend(JsonSchema schema, JsonElement value, (string? Name, int Index) step, List<SchemaError> errors)
    {
        var known = errors.Count;
        Collect(schema, value, errors);
        foreach (var error in errors.Skip(known))
        {
            error.Path.Insert(0, step);
        }
    }

    private static void AdditionalProperties(
        SchemaKeyword.AdditionalProperties additional,
        JsonSchema schema,
        JsonElement value,
        List<SchemaError> errors,
        Action<string, IReadOnlyList<SchemaError>?> add
    )
    {
        if (additional is { Schema: null, AreAllowed: true })
        {
            return;
        }

        var extra = PythonText.Members(value).Where(member => !schema.Properties.ContainsKey(member.Key)).ToList();
        if (additional.Schema is { } child)
        {
            extra.ForEach(member => Descend(child, member.Value, (member.Key, 0), errors));
        }
        else if (extra.Count > 0)
        {
            var names = string.Join(", ", extra.Select(member => member.Key).Order(StringComparer.Ordinal).Select(PythonText.Repr));
            add(
                $"Additional properties are not allowed ({FieldErrors.Quote(names)} {(extra.Count == 1 ? "was" : "were")} unexpected)",
                null
            );
        }
    }

    private static void OneOf(SchemaKeyword.OneOf oneOf, JsonElement value, Action<string, IReadOnlyList<SchemaError>?> add)
    {
        List<SchemaError> context = [];
        foreach (var alternative in oneOf.Schemas)
        {
            var known = context.Count;
            Collect(alternative, value, context);
            if (context.Count == known)
            {
                // The alternatives are mutually exclusive, so a second match need not be ruled out.
                return;
            }
        }

        add($"{Quote(value)} is not valid under any of the given schemas", context);
    }

    private static bool IsOfType(JsonElement value, string type) =>
        type switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "null" => value.ValueKind == JsonValueKind.Null,
            "number" => value.ValueKind == JsonValueKind.Number,
            "integer" => PythonText.IsInteger(value) || (value.ValueKind == JsonValueKind.Number && double.IsInteger(value.GetDouble())),
            _ => throw new UnreachableException(type),
        };

    /// <summary>1 and 1.0 are equal; 1 and true are not.</summary>
    private static bool AreEqual(JsonElement one, JsonElement other) =>
        one.ValueKind == JsonValueKind.Number && other.ValueKind == JsonValueKind.Number ? one.GetDouble().Equals(other.GetDouble())
        : one.ValueKind == JsonValueKind.String && other.ValueKind == JsonValueKind.String ? SafeText.Of(one) == SafeText.Of(other)
        : PythonText.Repr(one) == PythonText.Repr(other);

    private static string Quote(JsonElement value) => FieldErrors.Quote(PythonText.Repr(value));

    private static bool HasEqualItems(JsonElement array)
    {
        var items = array.EnumerateArray().Select(PythonText.Repr).ToList();
        return items.Distinct(StringComparer.Ordinal).Count() != items.Count;
    }
}
