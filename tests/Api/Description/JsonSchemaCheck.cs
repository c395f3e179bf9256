using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Usher.Tests.Api.Description;

/// <summary>JSON Schema 2020-12, as far as the description uses it: an unknown keyword throws, so that nothing goes unchecked.</summary>
/// <param name="isLenient">Accepts a number as a string and true as an integer, as the app does in request bodies.</param>
internal sealed class JsonSchemaCheck(JsonObject document, bool isLenient = false)
{
    /// <summary>Annotations: they do not affect validity.</summary>
    private static readonly HashSet<string> Annotations = ["description", "default", "format", "contentEncoding", "x-enumDescriptions"];

    /// <summary>Lists everything that is wrong; empty if the value is valid.</summary>
    public IReadOnlyList<string> Find(JsonNode schema, JsonNode? value, string at = "$") =>
        [.. schema.AsObject().SelectMany(keyword => Find(schema, keyword.Key, keyword.Value!, value, at))];

    private IEnumerable<string> Find(JsonNode schema, string keyword, JsonNode wanted, JsonNode? value, string at)
    {
        var (fields, items, text) = (
            value as JsonObject,
            value as JsonArray,
            value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null
        );
        return keyword switch
        {
            "$ref" => Find(Resolve(wanted.GetValue<string>()), value, at),
            "type" => Wrong(!(wanted as JsonArray ?? [wanted.DeepClone()]).Any(type => IsOfType(value, type!.GetValue<string>()))),
            "enum" => Wrong(!wanted.AsArray().Any(allowed => JsonNode.DeepEquals(allowed, value))),
            "const" => Wrong(!JsonNode.DeepEquals(wanted, value)),
            "anyOf" => Wrong(wanted.AsArray().All(alternative => Find(alternative!, value, at).Count > 0)),
            "oneOf" => Wrong(wanted.AsArray().Count(alternative => Find(alternative!, value, at).Count == 0) != 1),
            "properties" => wanted
                .AsObject()
                .Where(property => fields?.ContainsKey(property.Key) == true)
                .SelectMany(property => Find(property.Value!, fields![property.Key], $"{at}.{property.Key}")),
            "required" => Wrong(fields is not null && !wanted.AsArray().All(name => fields.ContainsKey(name!.GetValue<string>()))),
            "additionalProperties" => (fields ?? [])
                .Where(field => schema["properties"]?[field.Key] is null)
                .SelectMany(field =>
                    wanted is JsonObject ? Find(wanted, field.Value, $"{at}.{field.Key}") : Wrong(!wanted.GetValue<bool>())
                ),
            "minProperties" => Wrong(fields?.Count < wanted.GetValue<int>()),
            "items" => (items ?? []).SelectMany((item, index) => Find(wanted, item, $"{at}[{index}]")),
            "minItems" => Wrong(items?.Count < wanted.GetValue<int>()),
            "maxItems" => Wrong(items?.Count > wanted.GetValue<int>()),
            "uniqueItems" => Wrong(items is not null && items.Select(item => item?.ToJsonString()).Distinct().Count() != items.Count),
            "pattern" => Wrong(text is not null && !Regex.IsMatch(text, wanted.GetValue<string>(), RegexOptions.ECMAScript)),
            "minLength" => Wrong(text is not null && text.EnumerateRunes().Count() < wanted.GetValue<int>()),
            "maxLength" => Wrong(text is not null && text.EnumerateRunes().Count() > wanted.GetValue<int>()),
            "minimum" => Wrong(value?.GetValueKind() == JsonValueKind.Number && value.GetValue<double>() < wanted.GetValue<double>()),
            "maximum" => Wrong(value?.GetValueKind() == JsonValueKind.Number && value.GetValue<double>() > wanted.GetValue<double>()),
            _ => Annotations.Contains(keyword) ? [] : throw new NotSupportedException($"{keyword} at {at}"),
        };

        IEnumerable<string> Wrong(bool isWrong) =>
            isWrong ? [$"{at}: {keyword} {wanted.ToJsonString()} against {value?.ToJsonString() ?? "null"}"] : [];
    }

    private bool IsOfType(JsonNode? value, string type) =>
        (type, value?.GetValueKind() ?? JsonValueKind.Null) switch
        {

            ("object", JsonValueKind.Object)
            or
            ("array", JsonValueKind.Array)
            or
            ("string", JsonValueKind.String)
            or ("number", JsonValueKind.Number) => true,
            ("boolean", JsonValueKind.True or JsonValueKind.False) or ("null", JsonValueKind.Null) => true,
            ("integer", JsonValueKind.Number) => double.IsInteger(JsonElement.Parse(value!.ToJsonString()).GetDouble()),
            ("string", JsonValueKind.Number) or ("integer", JsonValueKind.True) => isLenient,
            _ => false,
        };

    private JsonNode Resolve(string reference) =>
        reference
            .Split('/')
            .Skip(1)
            .Aggregate((JsonNode)document, (at, step) => at[step] ?? throw new InvalidOperationException($"{reference} leads nowhere."));
}
