using Usher.Bots.Webhooks;
using Usher.Storage;
using Usher.Webhooks;
using Usher.Wire;

namespace Usher.Api.Management;

/// <summary>
/// <c>POST /manage/v1/projects/{id}/webhooks/{webhook}/resume</c>: 200; it is told again from now on, and what was held first.
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

        // Ahead of the change, so that a webhook that shows as resumed is told what was held, whatever becomes of this request.
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
