using System.Text;
using Usher.Bots;
using Usher.Wire;

namespace Usher.Api.Description;

/// <summary><c>GET /openapi.json</c>: the OpenAPI document, built on first use.</summary>
internal static class OpenApi
{
    private static readonly Lazy<FixedDocument> Document = new(() =>
        new FixedDocument(Encoding.UTF8.GetBytes(ApiDescription.Build().ToJsonString(BotJson.Relaxed.Options)), "application/json")
    );

    [Function(nameof(OpenApi))]
    public static HttpResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "openapi.json")] HttpRequest request) =>
        Document.Value.Answer(request);
}
