using Usher.Bots.Webhooks;
using Usher.Storage;

namespace Usher.Api.Management;

/// <param name="Secret">Secret in the format of Standard Webhooks: <c>whsec_</c> and the secret in base64.</param>
/// <param name="SecretBase64">The same secret for <c>X-Webhook-Signature</c>.</param>
internal sealed record CreatedWebhook(
    string Id,
    string Url,
    IReadOnlyList<string> Triggers,
    string Status,
    string CreatedAt,
    string Secret,
    string SecretBase64
)
{
    public static CreatedWebhook From(WebhookSubscription created, WebhookSecret secret)
    {
        var resource = WebhookResource.From(created);
        return new CreatedWebhook(
            created.Id,
            created.Url,
            created.Triggers,
            resource.Status,
            resource.CreatedAt,
            SecretText.Standard(secret),
            SecretText.Base64(secret)
        );
    }
}
