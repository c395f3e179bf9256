using System.Text;
using System.Text.Json.Nodes;
using static Usher.Api.Description.Html;

namespace Usher.Api.Description;

/// <summary>The article of one operation.</summary>
internal static class DocsOperation
{
    /// <param name="paths">The operation, once for each path that it has.</param>
    public static string Of(IReadOnlyList<DocumentedOperation> paths, JsonObject description)
    {
        var operation = paths[0];
        var json = operation.Json;
        var html = new StringBuilder(
            $"""
            <article aria-labelledby="{Anchor(operation.Id)}">
            <h3 id="{Anchor(operation.Id)}">{Encode(operation.Summary)}</h3>
            <p class="path">{Method(operation.Method)} <code>{Encode(operation.Path)}</code></p>
            """
        );
        foreach (var other in paths.Skip(1))
        {
            html.Append($"<p class=\"path\" id=\"{Anchor(other.Id)}\">{Method(other.Method)} <code>{Encode(other.Path)}</code></p>");
        }

        if (json.Text("description") is { Length: > 0 } about)
        {
            html.Append($"<p>{Prose(about)}</p>");
        }

        if (json["security"]!.AsArray() is [JsonObject scheme])
        {
            var name = scheme.First().Key;
            html.Append($"<p>Authorization: <a href=\"#{Anchor(name)}\">{Encode(name)}</a></p>");
        }

        html.Append(
            Table(
                $"Parameters of {operation.Id}",
                ["Name", "In", "Meaning"],
                paths
                    .SelectMany(path => path.Json["parameters"]!.AsArray())
                    .Select(parameter => Resolve(parameter!, description))
                    .DistinctBy(parameter => (parameter.Text("name"), parameter.Text("in")))
                    .Select(Parameter)
            )
        );
        if (json["requestBody"] is { } body)
        {
            var content = body["content"]!["application/json"]!;
            html.Append($"<p>Body: {DocsSchema.Type(content["schema"]!.AsObject())}{((bool)body["required"]! ? "" : ", optional")}.</p>");
            if (operation.IsWebhook)
            {
                html.Append(Listing($"Example body of {operation.Id}", Example(content)));
            }
        }

        if (json["x-codeSamples"] is JsonArray samples)
        {
            html.Append(Listing($"Example request of {operation.Id}", samples[0].Text("source")));
        }

        foreach (var (status, response) in json["responses"]!.AsObject())
        {
            html.Append(Response(operation, status, response!));
        }

        return html.Append("</article>").ToString();
    }

    /// <summary>A response with its examples. Successes are expanded, refusals collapsed.</summary>
    private static string Response(DocumentedOperation operation, string status, JsonNode response)
    {
        var html = new StringBuilder(
            $"<details{(status[0] == '2' ? " open=\"\"" : "")}><summary><strong>{Encode(status)}</strong> "
                + $"{Prose(response.Text("description"))}</summary>"
        );
        if (response["headers"] is JsonObject headers)
        {
            html.Append($"<p>Headers: {string.Join(", ", headers.Select(header => $"<code>{Encode(header.Key)}</code>"))}</p>");
        }

        foreach (var (type, content) in response["content"]?.AsObject() ?? [])
        {
            html.Append(
                $"<p>Body: <code>{Encode(type)}</code>{(content!["schema"] is JsonObject schema ? $", {DocsSchema.Type(schema)}" : "")}</p>"
            );
            foreach (var (name, example) in content["examples"]?.AsObject() ?? [])
            {
                html.Append(
                    Listing($"Answer {status} of {operation.Id}: {name}", example!["value"]!.ToJsonString(DescriptionData.Indented))
                );
            }
        }

        return html.Append("</details>").ToString();
    }

    private static string[] Parameter(JsonNode parameter) =>
        [
            $"<code>{Encode(parameter.Text("name"))}</code>",
            Encode(parameter.Text("in")) + (parameter["required"] is { } required && (bool)required ? ", required" : ""),
            Prose(parameter.Text("description")) + (parameter["schema"]?["items"] is JsonObject items ? $" {DocsSchema.Type(items)}" : ""),
        ];

    private static string Example(JsonNode content) =>
        content["examples"]!.AsObject().First().Value!["value"]!.ToJsonString(DescriptionData.Indented);

    private static JsonNode Resolve(JsonNode node, JsonObject description) =>
        node["$ref"] is { } reference
            ? ((string)reference!).Split('/').Skip(1).Aggregate((JsonNode)description, (at, step) => at[step]!)
            : node;
}
