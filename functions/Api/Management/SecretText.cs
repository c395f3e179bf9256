using Usher.Storage;

namespace Usher.Api.Management;

/// <summary>A webhook secret as shown to its owner.</summary>
internal static class SecretText
{
    /// <summary>In the format of Standard Webhooks.</summary>
    public static string Standard(WebhookSecret secret) => WebhookSecret.Prefix + Base64(secret);

    /// <summary>For <c>X-Webhook-Signature</c>.</summary>
    public static string Base64(WebhookSecret secret) => Convert.ToBase64String(secret.Current);
}
