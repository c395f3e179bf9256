using System.Text.Json.Nodes;
using static Usher.Api.Description.Html;

namespace Usher.Api.Description;

/// <param name="Path">For a webhook, its name.</param>
internal sealed record DocumentedOperation(string Method, string Path, JsonObject Json, bool IsWebhook)
{
    public string Id => Json.Text("operationId");

    public string Tag => (string)Json["tags"]![0]!;

    public string Summary => Json.Text("summary");

    /// <summary>Equal for the paths of one operation, whose summaries the description tells apart by the path.</summary>
    public (string, string) Identity => (Method, IsWebhook ? Id : Summary.Split(", at /")[0]);
}
