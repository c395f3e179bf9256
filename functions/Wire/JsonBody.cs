using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;
using Usher.Wire.Bodies;

namespace Usher.Wire;

/// <summary>A request body, read to its end or refused.</summary>
internal abstract record JsonBody
{
    /// <summary>10 MiB.</summary>
    public const int MaxBytes = 10 * 1024 * 1024;

    /// <summary>
    /// What a bot keeps of a body is written inside other objects, and every reader and writer of JSON goes 64 levels down.
    /// </summary>
    private const int MaxDepth = 60;

    /// <summary>
    /// Names, values, and beginnings and ends of objects and arrays: each costs many times the memory of its bytes. What a bot can keep
    /// has less than half as many.
    /// </summary>
    private const int MaxTokens = 250_000;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };

    private JsonBody() { }

    /// <summary>A body that calls itself JSON. None at all counts as an empty object.</summary>
    public static async Task<JsonBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (await ReadBytesAsync(request, cancellationToken) is not { } bytes)
        {
            return new TooLarge();
        }

        var mediaType = (request.ContentType ?? "").Split(';')[0].Trim();
        return bytes.IsEmpty ? None()
            : mediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) ? Parse(request, bytes)
            : new WrongMediaType(request.ContentType ?? "");
    }

    /// <summary>A body that is JSON, whatever it calls itself. None at all is malformed.</summary>
    public static async Task<JsonBody> ReadOfAnyTypeAsync(HttpRequest request, CancellationToken cancellationToken) =>
        await ReadBytesAsync(request, cancellationToken) is { } bytes ? Parse(request, bytes) : new TooLarge();

    private static Task<ReadOnlyMemory<byte>?> ReadBytesAsync(HttpRequest request, CancellationToken cancellationToken) =>
        request.HttpContext.Features.GetRequiredFeature<BodyReader>().ReadAsync(request, cancellationToken);

    private static JsonBody Parse(HttpRequest request, ReadOnlyMemory<byte> bytes)
    {
        var coding = request.Headers.ContentEncoding.ToString();
        if (!coding.Split(',').All(name => name.Trim() is "" || name.Trim().Equals("identity", StringComparison.OrdinalIgnoreCase)))
        {
            return new Unreadable($"Unsupported content encoding \"{coding}\" in request.");
        }

        var charset = Charset.Of(request.ContentType ?? "");
        try
        {
            return !Charset.TryConvert(charset, bytes, out var utf8) ? new Unreadable($"Unsupported charset \"{charset}\" in request.")
                : Parse(utf8) is var body && body is Parsed parsed ? parsed with { Bytes = bytes }
                : body;
        }
        catch (DecoderFallbackException)
        {
            return new Malformed($"the bytes are not {charset}.");
        }
    }

    /// <summary>What no body at all counts as.</summary>
    public static JsonBody None() => new Parsed(EmptyObject(), default);

    public static JsonBody Parse(ReadOnlyMemory<byte> bytes)
    {
        if (!Utf8.IsValid(bytes.Span))
        {
            // The parser lets it pass, and whoever reads the string fails.
            return new Malformed("the bytes are not UTF-8.");
        }

        try
        {
            // Never disposed: the root reads the bytes where they are for as long as somebody reads the root, and what was pooled for it
            // goes with them.
            return HasTooMany(bytes.Span) ? new TooLarge() : new Parsed(JsonDocument.Parse(bytes, Options).RootElement, bytes);
        }
        catch (JsonException exception)
        {
            return new Malformed(
                $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1} is not what JSON allows there."
            );
        }
    }

    private static bool HasTooMany(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = MaxDepth });
        var count = 0;
        while (count <= MaxTokens && reader.Read())
        {
            count++;
        }

        return count > MaxTokens;
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

    /// <summary>In a coding or a charset that nobody here reads.</summary>
    internal sealed record Unreadable(string Reason) : JsonBody;

    internal sealed record Malformed(string Reason) : JsonBody;
}
