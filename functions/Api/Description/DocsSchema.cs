using System.Text;
using System.Text.Json.Nodes;
using Usher.Bots;
using static Usher.Api.Description.Html;

namespace Usher.Api.Description;

/// <summary>The section of one schema: its fields or its values.</summary>
internal static class DocsSchema
{
    /// <summary>Further constraints of a schema, in words.</summary>
    private static readonly (string Keyword, string Words)[] Limits =
    [
        ("minLength", "length at least {0}"),
        ("maxLength", "length at most {0}"),
        ("minimum", "at least {0}"),
        ("maximum", "at most {0}"),
        ("minItems", "at least {0} items"),
        ("maxItems", "at most {0} items"),
        ("minProperties", "at least {0} members"),
        ("pattern", "matches {0}"),
        ("default", "default {0}"),
        ("const", "always {0}"),
    ];

    public static string Of(string name, JsonObject schemas)
    {
        var schema = schemas[name]!.AsObject();
        var html = new StringBuilder(
            $"<section aria-labelledby=\"schema-{Anchor(name)}\"><h3 "
                + $"id=\"schema-{Anchor(name)}\">{Encode(name)}</h3><p>{Prose(schema.Text("description"))}</p>"
        );
        var rows = new List<string[]>();
        Fields(schema, "", rows, schemas);
        if (rows.Count > 0)
        {
            html.Append(Table($"Fields of {name}", ["Field", "Type", "Meaning"], rows));
        }
        else if (schema["x-enumDescriptions"] is JsonObject meanings)
        {
            html.Append(
                Table(
                    $"Values of {name}",
                    ["Value", "Meaning"],
                    meanings.Select(meaning => new[] { $"<code>{Encode(meaning.Key)}</code>", Prose((string)meaning.Value!) })
                )
            );
        }
        else
        {
            html.Append($"<p>{Type(schema)}{Limited(schema)}</p>");
        }

        return html.Append("</section>").ToString();
    }

    /// <summary>The type of a value in a few words, with links to the schemas it refers to.</summary>
    public static string Type(JsonObject schema)
    {
        if (Named(schema) is { } name)
        {
            return $"<a href=\"#schema-{Anchor(name)}\">{Encode(name)}</a>";
        }

        if ((schema["oneOf"] ?? schema["anyOf"]) is JsonArray alternatives)
        {
            return string.Join(" or ", alternatives.Select(alternative => Type(alternative!.AsObject())));
        }

        if (schema["enum"] is JsonArray values)
        {
            return string.Join(
                ", ",
                values.Select(value => $"<code>{Encode(value?.ToJsonString(BotJson.Relaxed.Options).Trim('"') ?? "null")}</code>")
            );
        }

        return schema["items"] is JsonObject items ? $"array of {(items["properties"] is null ? Type(items) : "objects")}"
            : schema["additionalProperties"] is JsonObject values2 ? $"object of {Type(values2)}"
            : schema["type"] is JsonArray types ? string.Join(" or ", types.Select(type => Encode((string)type!)))
            : Encode(schema.Text("type"));
    }

    /// <summary>A row for each field, followed by its nested fields: <c>deepgram.language</c>.</summary>
    private static void Fields(JsonObject schema, string prefix, List<string[]> rows, JsonObject schemas)
    {
        var required = schema["required"]?.AsArray().Select(name => (string)name!).ToList() ?? [];
        foreach (var (name, field) in schema["properties"]?.AsObject() ?? [])
        {
            var json = field!.AsObject();
            rows.Add([
                $"<code>{Encode(prefix + name)}</code>{(required.Contains(name) ? " <span class=\"required\">required</span>" : "")}",
                Type(json),
                Prose(json.Text("description") is { Length: > 0 } meaning ? meaning : schemas[Named(json) ?? ""].Text("description"))
                    + Limited(json),
            ]);
            Fields(json, $"{prefix}{name}.", rows, schemas);
        }

        if (schema["items"] is JsonObject items)
        {
            Fields(items, $"{prefix.TrimEnd('.')}[].", rows, schemas);
        }
    }

    /// <summary>The name of the schema that this one refers to; null if it is defined inline.</summary>
    private static string? Named(JsonObject schema) => schema["$ref"] is { } reference ? ((string)reference!).Split('/')[^1] : null;

    private static string Limited(JsonObject schema)
    {
        var limits = Limits
            .Where(limit => schema.ContainsKey(limit.Keyword))
            .Select(limit =>
                Encode(limit.Words)
                    .Replace(
                        "{0}",
                        $"<code>{Encode(schema[limit.Keyword]?.ToJsonString(BotJson.Relaxed.Options).Trim('"') ?? "null")}</code>",
                        StringComparison.Ordinal
                    )
            )
            .ToList();
        return limits.Count == 0 ? "" : $" <span class=\"limits\">({string.Join("; ", limits)})</span>";
    }
}
