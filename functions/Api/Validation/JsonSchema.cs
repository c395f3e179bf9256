using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Usher.Api.Validation;

/// <summary>
/// A JSON Schema (2020-12), limited to the keywords that the settings need. Keywords keep the document's order: of two errors with the same
/// weight, the first is reported. <c>x-enum</c>, <c>x-pattern</c> and <c>x-message</c> are rules with their own messages, checked when
/// everything else is valid.
/// </summary>
internal sealed record JsonSchema
{
    public ImmutableArray<SchemaKeyword> Keywords { get; private init; } = [];

    public IReadOnlyDictionary<string, JsonSchema> Properties { get; private init; } = ImmutableDictionary<string, JsonSchema>.Empty;

    public ImmutableArray<string> Types { get; private init; } = [];

    /// <summary>Undefined if there is none.</summary>
    public JsonElement Default { get; private init; }

    /// <summary>The rule of <c>x-enum</c> or <c>x-pattern</c>; null if there is none.</summary>
    public Func<string, bool>? Rule { get; private init; }

    public string RuleMessage { get; private init; } = "";

    public static JsonSchema Parse(JsonElement document)
    {
        var keywords = ImmutableArray.CreateBuilder<SchemaKeyword>();
        var schema = new JsonSchema();
        foreach (var member in document.EnumerateObject())
        {
            var value = member.Value;
            switch (member.Name)
            {
                case "type":
                    schema = schema with { Types = value.ValueKind == JsonValueKind.Array ? Texts(value) : [value.GetString()!] };
                    keywords.Add(new SchemaKeyword.Type(schema.Types));
                    break;
                case "properties":
                    var properties = new OrderedDictionary<string, JsonSchema>(StringComparer.Ordinal);
                    foreach (var property in value.EnumerateObject())
                    {
                        properties.Add(property.Name, Parse(property.Value));
                    }

                    schema = schema with { Properties = properties };
                    keywords.Add(new SchemaKeyword.Properties(properties));
                    break;
                case "additionalProperties":
                    keywords.Add(
                        new SchemaKeyword.AdditionalProperties(
                            value.ValueKind == JsonValueKind.Object ? Parse(value) : null,
                            value.ValueKind != JsonValueKind.False
                        )
                    );
                    break;
                case "x-enum":
                    var allowed = Texts(value);
                    schema = schema with { Rule = text => allowed.Contains(text) };
                    break;
                case "x-pattern":
                    var rule = Pattern(value, RegexOptions.IgnoreCase);
                    schema = schema with { Rule = text => rule.Value.IsMatch(text) };
                    break;
                default:
                    schema = member.Name switch
                    {
                        "default" => schema with { Default = value.Clone() },
                        "x-message" => schema with { RuleMessage = value.GetString()! },
                        _ => schema,
                    };
                    if (Keyword(member.Name, value) is { } keyword)
                    {
                        keywords.Add(keyword);
                    }

                    break;
            }
        }

        return schema with
        {
            Keywords = keywords.ToImmutable(),
        };
    }

    private static SchemaKeyword? Keyword(string name, JsonElement value) =>
        name switch
        {
            "required" => new SchemaKeyword.Required(Texts(value)),
            "items" => new SchemaKeyword.Items(Parse(value)),
            "enum" => new SchemaKeyword.Enum(value.Clone()),
            "pattern" => new SchemaKeyword.Pattern(value.GetString()!, Pattern(value, RegexOptions.None)),
            "minItems" => new SchemaKeyword.MinItems(value.GetInt32()),
            "uniqueItems" => new SchemaKeyword.UniqueItems(),
            "oneOf" => new SchemaKeyword.OneOf([.. value.EnumerateArray().Select(Parse)]),
            _ => null,
        };

    /// <summary>Compiled on first use, so that it does not delay startup.</summary>
    private static Lazy<Regex> Pattern(JsonElement value, RegexOptions options)
    {
        var pattern = value.GetString()!;
        return new Lazy<Regex>(() => new Regex(pattern, options | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));
    }

    private static ImmutableArray<string> Texts(JsonElement value) => [.. value.EnumerateArray().Select(item => item.GetString()!)];
}
