using System.Text.Json;
using System.Text.Unicode;

namespace Usher.Api;

/// <summary>A request body, read to its end or refused.</summary>
internal abstract record JsonBody
{
    /// <summary>10 MiB.</summary>
    public const int MaxBytes = 10 * 1024 * 1024;

    /// <summary>What a bot keeps of a body is written inside other objects, and every reader and writer of JSON goes 64 levels down.</summary>
    private const int MaxDepth = 60;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };

    private JsonBody()
    {
    }

    /// <summary>A body that calls itself JSON. None at all counts as an empty object.</summary>
    public static async Task<JsonBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (await ReadBytesAsync(request, cancellationToken) is not { } bytes)
        {
            return new TooLarge();
        }

        var mediaType = (request.ContentType ?? "").Split(';')[0].Trim();
        return bytes.IsEmpty ? new Parsed(EmptyObject(), default)
            : mediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) ? Parse(bytes)
            : new WrongMediaType(request.ContentType ?? "");
    }

    /// <summary>A body that is JSON, whatever it calls itself. None at all is malformed.</summary>
    public static async Task<JsonBody> ReadOfAnyTypeAsync(HttpRequest request, CancellationToken cancellationToken) =>
        await ReadBytesAsync(request, cancellationToken) is { } bytes ? Parse(bytes) : new TooLarge();

    /// <returns>Null where there are more than <see cref="MaxBytes"/>.</returns>
    private static async Task<ReadOnlyMemory<byte>?> ReadBytesAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxBytes)
        {
            return null;
        }

        using var buffer = new MemoryStream();
        var chunk = new byte[64 * 1024];
        for (int count; (count = await request.Body.ReadAsync(chunk, cancellationToken)) > 0;)
        {
            if (buffer.Length + count > MaxBytes)
            {
                return null;
            }

            await buffer.WriteAsync(chunk.AsMemory(0, count), cancellationToken);
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    public static JsonBody Parse(ReadOnlyMemory<byte> bytes)
    {
        if (!Utf8.IsValid(bytes.Span))
        {
            // The parser lets it pass, and whoever reads the string fails.
            return new Malformed("the bytes are not UTF-8.");
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
