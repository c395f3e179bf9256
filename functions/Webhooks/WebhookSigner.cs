using Usher.Storage;

namespace Usher.Webhooks;

/// <summary>Signs with the project's secret, which is made where only bots have subscriptions and nobody has asked for it yet.</summary>
internal sealed class WebhookSigner(WebhookStore webhooks, WebhookSecrets secrets, TimeProvider clock)
{
    public async Task<IReadOnlyList<(string Name, string Value)>> SignAsync(
        ProjectWebhooks known, string project, Guid id, string body, CancellationToken cancellationToken)
    {
        WebhookSecret secret;
        if (known.SecretRow is { } row)
        {
            secret = secrets.Read(project, row);
        }
        else
        {
            secret = await secrets.EnsureAsync(project, cancellationToken);
            webhooks.Forget(project);
        }

        var now = clock.GetUtcNow();
        return WebhookSignature.Headers(secret.At(now), id.ToString(), now, body);
    }
}
