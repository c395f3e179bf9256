using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;
using Usher.Wire.Bodies;

namespace Usher.Wire;

/// <summary>A request body: fully read, or refused.</summary>
internal abstract record JsonBody
{
    /// <summary>10 MiB.</summary>
    public const int MaxBytes = 10 * 1024 * 1024;

    /// <summary>Bots store parts of a body inside other objects, and JSON readers and writers support 64 levels.</summary>
    private const int MaxDepth = 60;

    /// <summary>
    /// The most names, values, and starts and ends of objects and arrays: each takes many times its bytes in memory. What a bot can store
    /// has fewer than half as many.
    /// </summary>
    private const int MaxTokens = 250_000;

    private const int LengthOfLargeIndex = 4 * 1024 * 1024;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };

    private JsonBody() { }

    /// <summary>Reads a body declared as JSON. An empty body counts as an empty object.</summary>
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

    /// <summary>Reads a JSON body of any declared type. An empty body is malformed.</summary>
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

    /// <summary>The result for an empty body.</summary>
    public static JsonBody None() => new Parsed(EmptyObject(), default);

    public static JsonBody Parse(ReadOnlyMemory<byte> bytes)
    {
        if (!Utf8.IsValid(bytes.Span))
        {
            // The parser accepts it, but reading the string would fail.
            return new Malformed("the bytes are not UTF-8.");
        }

        try
        {
            // Never disposed: the root element reads the bytes in place for as long as it is used, and the pooled memory goes with them.
            return HasTooMany(bytes.Span) ? new TooLarge() : new Parsed(ParseRoot(bytes), bytes);
        }
        catch (JsonException exception)
        {
            return new Malformed($"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1} is not valid JSON.");
        }
    }

    /// <summary>
    /// To index a body of more than 4 MiB, <see cref="JsonDocument"/> rents as many bytes as the body has, and returns them when it knows
    /// that it needs fewer. The pool would keep such an array for each thread. Rented again by the same thread and never returned, it
    /// is left to the collector. Source: dotnet/runtime, <c>JsonDocument.MetadataDb.CreateRented</c> and <c>CompleteAllocations</c>.
    /// </summary>
    private static JsonElement ParseRoot(ReadOnlyMemory<byte> bytes)
    {
        var root = JsonDocument.Parse(bytes, Options).RootElement;
        if (bytes.Length > LengthOfLargeIndex)
        {
            _ = ArrayPool<byte>.Shared.Rent(bytes.Length);
        }

        return root;
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

    /// <param name="Root">The parsed JSON.</param>
    /// <param name="Bytes">The bytes as received; they identify a repeated request.</param>
    internal sealed record Parsed(JsonElement Root, ReadOnlyMemory<byte> Bytes) : JsonBody;

    internal sealed record TooLarge : JsonBody;

    internal sealed record WrongMediaType(string MediaType) : JsonBody;

    /// <summary>The body has an unsupported content encoding or charset.</summary>
    internal sealed record Unreadable(string Reason) : JsonBody;

    internal sealed record Malformed(string Reason) : JsonBody;
}
