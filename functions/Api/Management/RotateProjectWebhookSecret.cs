using Usher.Wire;

namespace Usher.Api.Management;

/// <summary><c>POST /manage/v1/projects/{id}/rotate_webhook_secret</c></summary>
internal sealed class RotateProjectWebhookSecret(WebhookSecretRotation rotation)
{
    [Function(nameof(RotateProjectWebhookSecret))]
    public Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "manage/v1/projects/{id}/rotate_webhook_secret")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    ) => rotation.RotateAsync(request, id, cancellationToken);
}
