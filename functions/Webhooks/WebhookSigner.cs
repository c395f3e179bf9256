using Usher.Bots.Webhooks;
using Usher.Storage;

namespace Usher.Webhooks;

/// <summary>Signs with the project's secret and creates it if none exists yet, as when only bots have subscriptions.</summary>
internal sealed class WebhookSigner(WebhookStore webhooks, WebhookSecrets secrets, TimeProvider clock)
{
    /// <param name="subscription">The subscription that receives the delivery.</param>
    public async Task<IReadOnlyList<(string Name, string Value)>> SignAsync(
        ProjectWebhooks known,
        string project,
        string subscription,
        Guid id,
        string body,
        CancellationToken cancellationToken
    )
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
        var headers = WebhookSignature.Headers(secret.At(now), id.ToString(), now, body);
        return WebhookSubscription.IsInMeetStreamsForm(subscription)
            ? [.. headers, WebhookSignature.MeetStream(secret.Current, body)]
            : headers;
    }
}
