using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Usher.Api;

/// <summary>What an endpoint answers: a status, a body (or none) and the headers that go with it.</summary>
internal sealed record HttpAnswer(int Status, ReadOnlyMemory<byte> Body = default, params (string Name, string Value)[] Headers)
{
    /// <summary>The media type of the body.</summary>
    public string ContentType { get; init; } = "application/json";

    public static HttpAnswer Json<T>(int status, T body, JsonTypeInfo<T> type, params (string Name, string Value)[] headers) =>
        new(status, JsonSerializer.SerializeToUtf8Bytes(body, type), headers);

    public async Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = Status;
        foreach (var (name, value) in Headers)
        {
            response.Headers[name] = value;
        }

        if (Status is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified)
        {
            // A length would be that of the answer with a body (RFC 9110, 8.6).
            return;
        }

        // The length is always told: a chunked answer does not pass every version of the Functions host.
        response.ContentLength = Body.Length;
        if (Body.IsEmpty)
        {
            return;
        }

        response.ContentType = ContentType;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(Body, context.RequestAborted);
        }
    }
}
