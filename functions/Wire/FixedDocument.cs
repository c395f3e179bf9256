using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Usher.Wire;

/// <summary>A document that is the same for all clients while the app runs; clients that already have it get no body.</summary>
internal sealed class FixedDocument
{
    private readonly byte[] body;
    private readonly string contentType;
    private readonly EntityTagHeaderValue tag;
    private readonly (string Name, string Value)[] headers;

    public FixedDocument(byte[] body, string contentType, params ReadOnlySpan<(string Name, string Value)> more)
    {
        (this.body, this.contentType) = (body, contentType);
        tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(body))[..32]}\"");
        headers =
        [
            (HeaderNames.ETag, tag.ToString()),
            (HeaderNames.CacheControl, "no-cache"),
            (HeaderNames.XContentTypeOptions, "nosniff"),
            .. more,
        ];
    }

    public HttpResult Answer(HttpRequest request) =>
        IsKnown(request)
            ? new HttpResult(StatusCodes.Status304NotModified, default, headers)
            : new HttpResult(StatusCodes.Status200OK, body, headers) { ContentType = contentType };

    private bool IsKnown(HttpRequest request) =>
        EntityTagHeaderValue.TryParseList([.. request.Headers.IfNoneMatch.OfType<string>()], out var known)
        && known.Any(other => other.Equals(EntityTagHeaderValue.Any) || other.Compare(tag, useStrongComparison: false));
}
