using Microsoft.AspNetCore.Http.Metadata;

namespace Usher.Hosting;

/// <summary>Endpoint metadata that routing applies to the server's own limit.</summary>
/// <param name="MaxRequestBodySize">Bytes.</param>
internal sealed record RequestSizeLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
