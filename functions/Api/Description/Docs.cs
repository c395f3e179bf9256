using System.Text;
using Usher.Wire;

namespace Usher.Api.Description;

/// <summary><c>GET /docs</c>: the API documentation as a page, built on first use.</summary>
internal static class Docs
{
    private static readonly Lazy<FixedDocument> Page = new(() =>
        new FixedDocument(Encoding.UTF8.GetBytes(DocsPage.Of(ApiDescription.Build())), "text/html; charset=utf-8", DocsPage.Policy)
    );

    [Function(nameof(Docs))]
    public static HttpResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "docs")] HttpRequest request) =>
        Page.Value.Answer(request);
}
