using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;
using Usher.Bots;

namespace Usher.Api.Description;

/// <summary><c>GET /openapi.json</c> and <c>GET /docs</c>: the same for everyone, made once, when they are first asked for.</summary>
internal static class DescriptionRoutes
{
    private static readonly Lazy<Document> OpenApi = new(() =>
        new Document(ApiDescription.Build().ToJsonString(BotJson.Relaxed.Options), "application/json"));

    private static readonly Lazy<Document> Page = new(() => new Document(DocsPage.Of(ApiDescription.Build()), "text/html; charset=utf-8", DocsPage.Policy));

    public static void MapDescription(this WebApplication app)
    {
        app.MapMethods("/openapi.json", ["GET", "HEAD"], context => OpenApi.Value.Answer(context.Request).WriteAsync(context));
        app.MapMethods("/docs", ["GET", "HEAD"], context => Page.Value.Answer(context.Request).WriteAsync(context));
    }

    private sealed class Document
    {
        private readonly byte[] body;
        private readonly string contentType;
        private readonly EntityTagHeaderValue tag;
        private readonly (string Name, string Value)[] headers;

        public Document(string text, string contentType, params ReadOnlySpan<(string Name, string Value)> more)
        {
            (body, this.contentType) = (Encoding.UTF8.GetBytes(text), contentType);
            tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(body))[..32]}\"");
            headers = [(HeaderNames.ETag, tag.ToString()), (HeaderNames.CacheControl, "no-cache"), (HeaderNames.XContentTypeOptions, "nosniff"), .. more];
        }

        public HttpAnswer Answer(HttpRequest request) => IsKnown(request)
            ? new HttpAnswer(StatusCodes.Status304NotModified, default, headers)
            : new HttpAnswer(StatusCodes.Status200OK, body, headers) { ContentType = contentType };

        private bool IsKnown(HttpRequest request) =>
            EntityTagHeaderValue.TryParseList([.. request.Headers.IfNoneMatch.OfType<string>()], out var known)
            && known.Any(other => other.Equals(EntityTagHeaderValue.Any) || other.Compare(tag, useStrongComparison: false));
    }
}
