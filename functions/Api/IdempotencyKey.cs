using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api;

/// <summary>
/// The header <c>Idempotency-Key</c> (draft-ietf-httpapi-idempotency-key-header): the request is carried out once; sent again within 24
/// hours, it returns the first response. The value is a quoted string, as in the draft, or bare, as most clients send it. Both forms are
/// the same key.
/// </summary>
internal sealed record IdempotencyKey(string Value)
{
    /// <summary>The error for a malformed header.</summary>
    public const string Malformed =
        "Idempotency-Key must be a single key of 1 to 255 printable ASCII characters, in double quotes or, if it has no spaces and no "
        + "quotes, bare.";

    /// <summary>The error for a key that belongs to another request.</summary>
    public const string Reused =
        "This Idempotency-Key was already used for a different request (method, path or body differ). Send a new request with a new key.";

    private const string Header = "Idempotency-Key";
    private const int MaxLength = 255;

    /// <param name="request">The request with the header.</param>
    /// <param name="key">Null if the header is absent.</param>
    /// <returns>False if the header is malformed.</returns>
    public static bool TryRead(HttpRequest request, out IdempotencyKey? key)
    {
        key = null;
        if (!request.Headers.TryGetValue(Header, out var values))
        {
            return true;
        }

        if (values is not [{ } text] || !(text.StartsWith('"') ? TryUnquote(text, out var value) : TryBare(text, out value)))
        {
            return false;
        }

        key = new IdempotencyKey(value);
        return value.Length is > 0 and <= MaxLength;
    }

    /// <param name="request">Identified by method and path.</param>
    /// <param name="body">The body, which is part of the request's identity.</param>
    /// <param name="answer">Maps an outcome to its response.</param>
    public KeyedRequest Of(HttpRequest request, ReadOnlyMemory<byte> body, Func<Outcome, HttpResult> answer)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method}\n{request.Path}\n"));
        hash.AppendData(body.Span);
        return new KeyedRequest(Value, Convert.ToHexStringLower(hash.GetHashAndReset()), outcome => Kept(answer(outcome)));
    }

    /// <summary>Stored in place of the response while the request is in progress.</summary>
    public static readonly HttpResult UnderWay = new(StoredAnswer.UnderWay);

    /// <param name="kept">The first response.</param>
    /// <param name="isRepeated">False for the first response itself.</param>
    public static HttpResult Replay(StoredAnswer kept, bool isRepeated = true)
    {
        (string Name, string? Value)[] headers =
        [
            (HeaderNames.ETag, kept.EntityTag),
            (HeaderNames.Location, kept.Location),
            ("Idempotency-Replayed", isRepeated ? "true" : null),
        ];
        return new HttpResult(
            kept.Status,
            Encoding.UTF8.GetBytes(kept.Body),
            [.. headers.Where(header => header.Value is not null).Select(header => (header.Name, header.Value!))]
        );
    }

    public static StoredAnswer Kept(HttpResult answer) =>
        new(
            answer.Status,
            Encoding.UTF8.GetString(answer.Body.Span),
            HeaderOf(answer, HeaderNames.ETag),
            HeaderOf(answer, HeaderNames.Location)
        );

    private static string? HeaderOf(HttpResult answer, string name) => answer.Headers.FirstOrDefault(header => header.Name == name).Value;

    private static bool TryBare(string text, out string value)
    {
        value = text;
        return text.All(character => character is > ' ' and <= '~' and not '"');
    }

    /// <summary>
    /// A string as defined by RFC 8941, section 3.3.3: printable ASCII in double quotes, with backslash escapes for quotes and backslashes.
    /// </summary>
    private static bool TryUnquote(string text, [NotNullWhen(true)] out string? value)
    {
        var unquoted = new StringBuilder(text.Length);
        for (var index = 1; index < text.Length; index++)
        {
            var character = text[index];
            if (character == '"')
            {
                value = unquoted.ToString();
                return index == text.Length - 1;
            }

            if (character == '\\' && (++index == text.Length || (character = text[index]) is not ('"' or '\\')))
            {
                break;
            }

            if (character is < ' ' or > '~')
            {
                break;
            }

            unquoted.Append(character);
        }

        value = null;
        return false;
    }
}
