using System.Text;
using Usher.Bots;

namespace Usher.Api.Description;

/// <summary><c>GET /openapi.json</c> and <c>GET /docs</c>: the same for everyone, made once, when they are first asked for.</summary>
internal static class DescriptionRoutes
{
    private static readonly Lazy<FixedDocument> OpenApi = new(() =>
        new FixedDocument(Encoding.UTF8.GetBytes(ApiDescription.Build().ToJsonString(BotJson.Relaxed.Options)), "application/json"));

    private static readonly Lazy<FixedDocument> Page = new(() =>
        new FixedDocument(Encoding.UTF8.GetBytes(DocsPage.Of(ApiDescription.Build())), "text/html; charset=utf-8", DocsPage.Policy));

    public static void MapDescription(this WebApplication app)
    {
        app.MapMethods("/openapi.json", ["GET", "HEAD"], context => OpenApi.Value.Answer(context.Request).WriteAsync(context));
        app.MapMethods("/docs", ["GET", "HEAD"], context => Page.Value.Answer(context.Request).WriteAsync(context));
    }
}
