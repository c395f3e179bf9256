using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using static Usher.Api.Description.Html;

namespace Usher.Api.Description;

/// <summary>
/// The description as a page: a section per tag, an article per operation with all its paths, and a section per schema. It is complete
/// without scripts; one of the dashboard's adds the search, and the forms that send requests.
/// </summary>
internal static class DocsPage
{
    private static readonly string Style = DescriptionData.Text("docs.css");

    /// <summary>
    /// Nothing is loaded from or sent to other sites, and no text becomes markup or script; the style sheet is allowed by its hash.
    /// </summary>
    public static readonly (string Name, string Value) Policy = (
        "Content-Security-Policy",
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; "
            + "script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
            + "require-trusted-types-for 'script'; trusted-types 'none'"
    );

    public static string Of(JsonObject description)
    {
        var info = description["info"]!;
        var tags = description["tags"]!.AsArray().Select(tag => (Name: tag.Text("name"), Description: tag.Text("description"))).ToList();
        var operations = Operations(description["paths"]!, isWebhook: false)
            .Concat(Operations(description["webhooks"]!, isWebhook: true))
            .GroupBy(operation => (operation.Tag, operation.Identity))
            .ToLookup(paths => paths.Key.Tag, paths => paths.ToList());
        var schemas = description["components"]!["schemas"]!.AsObject();
        var html = new StringBuilder(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <meta name="color-scheme" content="light dark" />
            <title>{Encode(info.Text("title"))} API</title>
            <style>{Style}</style>
            <script type="module" src="/dashboard/docs.js"></script>
            </head>
            <body>
            <a class="skip" href="#content">Skip to the content</a>
            <header><h1>{Encode(info.Text("title"))} <small>{Encode(info.Text("version"))}</small></h1>
            <p class="lead">{Prose(info.Text("summary"))}</p></header>
            <nav aria-label="Contents">
            """
        );
        foreach (var (name, _) in tags)
        {
            html.Append($"<h2><a href=\"#{Anchor(name)}\">{Encode(name)}</a></h2><ul>");
            foreach (var operation in operations[name].Select(paths => paths[0]))
            {
                html.Append($"<li><a href=\"#{Anchor(operation.Id)}\">{Method(operation.Method)} {Encode(operation.Summary)}</a></li>");
            }

            html.Append("</ul>");
        }

        html.Append("<h2><a href=\"#schemas\">Schemas</a></h2></nav><main id=\"content\" tabindex=\"-1\">");
        html.Append(
            $"<p>{Prose(info.Text("description"))}</p><p>For tools: <a href=\"openapi.json\">openapi.json</a>, OpenAPI "
                + $"{Encode(description.Text("openapi"))}.</p>"
        );
        html.Append(
            "<p>In the examples, <code>$USHER</code> is the address of this host, <code>$KEY</code> an API key, "
                + "<code>$TOKEN</code> the token from a runner's command and <code>$MANAGEMENT_KEY</code> the key of the "
                + "management API.</p>"
        );
        html.Append(Security(description["components"]!["securitySchemes"]!.AsObject()));
        foreach (var (name, about) in tags)
        {
            html.Append($"<section aria-labelledby=\"{Anchor(name)}\"><h2 id=\"{Anchor(name)}\">{Encode(name)}</h2><p>{Prose(about)}</p>");
            foreach (var paths in operations[name])
            {
                html.Append(DocsOperation.Of(paths, description));
            }

            html.Append("</section>");
        }

        html.Append("<section aria-labelledby=\"schemas\"><h2 id=\"schemas\">Schemas</h2>");
        foreach (var name in schemas.Select(schema => schema.Key).Order(StringComparer.Ordinal))
        {
            html.Append(DocsSchema.Of(name, schemas));
        }

        return html.Append("</section></main></body></html>\n").ToString();
    }

    private static IEnumerable<DocumentedOperation> Operations(JsonNode paths, bool isWebhook) =>
        paths
            .AsObject()
            .SelectMany(path =>
                path.Value!.AsObject()
                    .Select(method => new DocumentedOperation(method.Key.ToUpperInvariant(), path.Key, method.Value!.AsObject(), isWebhook))
            );

    private static string Security(JsonObject schemes)
    {
        var html = new StringBuilder("<h2 id=\"authorization\">Authorization</h2><dl>");
        foreach (var (name, scheme) in schemes)
        {
            html.Append($"<dt id=\"{Anchor(name)}\">{Encode(name)}</dt><dd>{Prose(scheme.Text("description"))}</dd>");
        }

        return html.Append("</dl>").ToString();
    }
}
