using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Usher.Webhooks;

/// <summary>The headers with which a receiver verifies a delivery.</summary>
internal static class WebhookSignature
{
    /// <summary>
    /// The headers of one attempt. During a secret rotation <c>webhook-signature</c> holds one signature per secret, so receivers with
    /// either secret can verify it. <c>X-Webhook-Signature</c> holds only one, made with the newer secret: a receiver that checks only this
    /// header rejects deliveries until it has the new secret, and those are retried. Signed with the older secret, they would fail from the
    /// receiver's update until the end of the overlap.
    /// </summary>
    /// <param name="secrets">Newest first.</param>
    /// <param name="id">The same for every attempt.</param>
    /// <param name="body">The canonical body as sent.</param>
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

    /// <summary>The signature that MeetStream's SDKs check: in hex, with the base64 text of the secret as the key.</summary>
    public static (string Name, string Value) MeetStream(byte[] secret, string body)
    {
        var key = Encoding.UTF8.GetBytes(Convert.ToBase64String(secret));
        return ("X-MeetStream-Signature", $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(body)))}");
    }

    /// <summary>Source: Standard Webhooks 1.0.0, section "Signature scheme".</summary>
    public static string Standard(byte[] secret, string id, long timestamp, string body) =>
        $"v1,{Sign(secret, string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.{body}"))}";

    public static string Sign(byte[] secret, string text) =>
        Convert.ToBase64String(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(text)));
}
