using System.Globalization;
using Azure;

namespace Usher.Storage;

/// <summary>
/// How long the service asks clients to wait: the header <c>Retry-After</c>, in seconds or as a date, which comes with 429 and 503.
/// </summary>
internal static class RetryAfter
{
    /// <summary>Requests never wait longer than this; instead, the caller is told to retry later.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    public static TimeSpan? Of(Response response, DateTimeOffset now) =>
        !response.Headers.TryGetValue("Retry-After", out var text) ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds)
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date - now
        : null;
}
