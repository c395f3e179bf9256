using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Management;

/// <summary><c>POST /manage/v1/projects/{id}/webhooks/{webhook}/rotate_secret</c>: rotates the secret of the whole project.</summary>
internal sealed class RotateWebhookSecret(WebhookStore webhooks, WebhookSecretRotation rotation)
{
    [Function(nameof(RotateWebhookSecret))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "manage/v1/projects/{id}/webhooks/{webhook}/rotate_secret")]
            HttpRequest request,
        string id,
        string webhook,
        CancellationToken cancellationToken
    ) =>
        await webhooks.FindAsync(id, webhook, cancellationToken) is null
            ? ManagementAnswer.WebhookNotFound()
            : await rotation.RotateAsync(request, id, cancellationToken);
}
