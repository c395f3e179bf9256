using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Usher.Wire;

/// <summary>The response of an endpoint: a status, an optional body and headers.</summary>
internal sealed record HttpResult(int Status, ReadOnlyMemory<byte> Body = default, params (string Name, string Value)[] Headers)
    : IResult,
        IStatusCodeHttpResult
{
    int? IStatusCodeHttpResult.StatusCode => Status;

    /// <summary>The body's media type.</summary>
    public string ContentType { get; init; } = "application/json";

    public static HttpResult Json<T>(int status, T body, JsonTypeInfo<T> type, params (string Name, string Value)[] headers) =>
        new(status, JsonSerializer.SerializeToUtf8Bytes(body, type), headers);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        foreach (var (name, value) in Headers)
        {
            response.Headers[name] = value;
        }

        if (Status is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified)
        {
            // A Content-Length would have to be that of the response with a body (RFC 9110, 8.6).
            return;
        }

        response.ContentLength = Body.Length;
        if (Body.IsEmpty)
        {
            return;
        }

        response.ContentType = ContentType;
        try
        {
            await response.Body.WriteAsync(HttpMethods.IsHead(httpContext.Request.Method) ? default : Body, httpContext.RequestAborted);
        }
        catch (OperationCanceledException) when (httpContext.RequestAborted.IsCancellationRequested)
        {
            // The client has disconnected, which is not an error of the function.
        }
    }
}
