using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Usher.Api.Description;

/// <summary>HTML fragments.</summary>
internal static partial class Html
{
    public static string Encode(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A sentence, with `code` as code elements.</summary>
    public static string Prose(string text) => Code().Replace(Encode(text), "<code>$1</code>");

    /// <summary>A name as an element ID.</summary>
    public static string Anchor(string name) => Encode(name.Replace(' ', '-'));

    public static string Method(string method) => $"<span class=\"method {method.ToLowerInvariant()}\">{Encode(method)}</span>";

    /// <summary>A table that can be scrolled by keyboard if it is too wide.</summary>
    public static string Table(string caption, string[] columns, IEnumerable<string[]> rows) =>
        $"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{Encode(caption)}\"><table><caption>{Encode(caption)}</caption>"
        + $"<thead><tr>{string.Concat(columns.Select(column => $"<th scope=\"col\">{Encode(column)}</th>"))}</tr></thead><tbody>"
        + string.Concat(
            rows.Select(row => $"<tr><th scope=\"row\">{row[0]}</th>{string.Concat(row[1..].Select(cell => $"<td>{cell}</td>"))}</tr>")
        )
        + "</tbody></table></div>";

    public static string Listing(string label, string text) =>
        $"<pre tabindex=\"0\" role=\"region\" aria-label=\"{Encode(label)}\"><code>{Encode(text)}</code></pre>";

    /// <summary>A string member; empty if it is missing.</summary>
    public static string Text(this JsonNode? node, string name) => (string?)node?[name] ?? "";

    [GeneratedRegex("`(.*?)`")]
    private static partial Regex Code();
}
