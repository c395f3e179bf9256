using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Usher.Webhooks;

/// <summary>What a receiver checks a delivery with.</summary>
internal static class WebhookSignature
{
    /// <summary>
    /// The headers of one attempt. Where a secret is being replaced, <c>webhook-signature</c> holds one signature of each, so a receiver
    /// with either is served. <c>X-Webhook-Signature</c> has room for one and is made with the newer: a receiver that checks only this one
    /// is behind until it is given the new secret, and what it refused meanwhile comes again; made with the older it would fail from then
    /// on until the end of the overlap.
    /// </summary>
    /// <param name="secrets">The newest first.</param>
    /// <param name="id">The same at every attempt.</param>
    /// <param name="body">In canonical form, as it is sent.</param>
    public static IReadOnlyList<(string Name, string Value)> Headers(
        IReadOnlyList<byte[]> secrets,
        string id,
        DateTimeOffset now,
        string body
    )
    {
        var timestamp = now.ToUnixTimeSeconds();
        return
        [
            ("X-Webhook-Signature", Sign(secrets[0], body)),
            ("webhook-id", id),
            ("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture)),
            ("webhook-signature", string.Join(' ', secrets.Select(secret => Standard(secret, id, timestamp, body)))),
        ];
    }

    /// <summary>What MeetStream's SDKs check: in hex, and the secret as the text by which its owner knows it, which is base64.</summary>
    public static (string Name, string Value) MeetStream(byte[] secret, string body)
    {
        var key = Encoding.UTF8.GetBytes(Convert.ToBase64String(secret));
        return ("X-MeetStream-Signature", $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(body)))}");
    }

    /// <summary>Source: Standard Webhooks 1.0.0, section Signature scheme.</summary>
    public static string Standard(byte[] secret, string id, long timestamp, string body) =>
        $"v1,{Sign(secret, string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.{body}"))}";

    public static string Sign(byte[] secret, string text) =>
        Convert.ToBase64String(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(text)));
}
