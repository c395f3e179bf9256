using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Management;

/// <summary>Gives a project a new webhook secret. Replaced secrets also sign deliveries until their overlap ends.</summary>
internal sealed class WebhookSecretRotation(WebhookStore webhooks, WebhookSecrets secrets)
{
    private static readonly TimeSpan DefaultOverlap = TimeSpan.FromDays(1);

    public Task<HttpResult> RotateAsync(HttpRequest request, string project, CancellationToken cancellationToken) =>
        ManagementBody.ReadAsync(
            request,
            fields => fields.Read("overlap_seconds", ProjectWebhookFields.Overlap),
            async overlap =>
            {
                var secret = await secrets.RotateAsync(project, overlap ?? DefaultOverlap, cancellationToken);
                webhooks.Forget(project);
                return secret is null
                    ? ManagementAnswer.TooManySecrets()
                    : HttpResult.Json(200, RotatedSecret.From(secret), ManagementJson.Wire.RotatedSecret);
            },
            cancellationToken
        );
}
