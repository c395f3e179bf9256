using Usher.Bots.Webhooks;
using Usher.Storage;
using Usher.Webhooks;
using Usher.Wire;

namespace Usher.Api.Management;

/// <summary>
/// <c>POST /manage/v1/projects/{id}/webhooks/{webhook}/resume</c>: 200. New events are delivered again, after those that were held back.
/// </summary>
internal sealed class ResumeProjectWebhook(WebhookStore webhooks, BotQueues queues)
{
    [Function(nameof(ResumeProjectWebhook))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "manage/v1/projects/{id}/webhooks/{webhook}/resume")]
            HttpRequest request,
        string id,
        string webhook,
        CancellationToken cancellationToken
    )
    {
        if (await webhooks.FindAsync(id, webhook, cancellationToken) is not { } subscription)
        {
            return ManagementAnswer.WebhookNotFound();
        }

        if (subscription.Status == WebhookStatus.Ended)
        {
            return ManagementAnswer.WebhookEnded();
        }

        // Queue the catch-up before the change: a webhook shown as resumed then gets its held deliveries even if this request fails.
        var catchUp = new WebhookMessage.CatchUp(id, subscription.Id).ToJson();
        await queues.Webhooks.SendAsync(catchUp, WebhookStore.KnownEverywhereAfter, cancellationToken);
        var resumed = await webhooks.ChangeAsync(
            id,
            subscription.Id,
            before => before with { PausedAt = null, FailingSince = null },
            cancellationToken
        );
        await queues.Webhooks.SendAsync(catchUp, delay: null, cancellationToken);
        return HttpResult.Json(200, WebhookResource.From(resumed ?? subscription), ManagementJson.Wire.WebhookResource);
    }
}
