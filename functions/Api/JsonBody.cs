using System.Text.Json;

namespace Usher.Api;

/// <summary>A request body, read to its end or refused.</summary>
internal abstract record JsonBody
{
    /// <summary>10 MiB.</summary>
    public const int MaxBytes = 10 * 1024 * 1024;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 100 };

    private JsonBody()
    {
    }

    public static async Task<JsonBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxBytes)
        {
            return new TooLarge();
        }

        using var buffer = new MemoryStream();
        var chunk = new byte[64 * 1024];
        for (int count; (count = await request.Body.ReadAsync(chunk, cancellationToken)) > 0;)
        {
            if (buffer.Length + count > MaxBytes)
            {
                return new TooLarge();
            }

            await buffer.WriteAsync(chunk.AsMemory(0, count), cancellationToken);
        }

        return buffer.Length == 0 ? new Parsed(EmptyObject(), default) : Parse(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), request.ContentType);
    }

    private static JsonBody Parse(ReadOnlyMemory<byte> bytes, string? contentType)
    {
        var mediaType = (contentType ?? "").Split(';')[0].Trim();
        if (!mediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            return new WrongMediaType(contentType ?? "");
        }

        try
        {
            using var document = JsonDocument.Parse(bytes, Options);
            return new Parsed(document.RootElement.Clone(), bytes);
        }
        catch (JsonException exception)
        {
            return new Malformed($"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1} is not what JSON allows there.");
        }
    }

    private static JsonElement EmptyObject()
    {
        using var document = JsonDocument.Parse("{}");
        return document.RootElement.Clone();
    }

    /// <param name="Root">What it says.</param>
    /// <param name="Bytes">As they came: by them a repeated request is known.</param>
    internal sealed record Parsed(JsonElement Root, ReadOnlyMemory<byte> Bytes) : JsonBody;

    internal sealed record TooLarge : JsonBody;

    internal sealed record WrongMediaType(string MediaType) : JsonBody;

    internal sealed record Malformed(string Reason) : JsonBody;
}
