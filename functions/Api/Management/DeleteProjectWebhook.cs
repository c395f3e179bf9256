using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Management;

/// <summary><c>DELETE /manage/v1/projects/{id}/webhooks/{webhook}</c>: 204. Pending deliveries are cancelled.</summary>
internal sealed class DeleteProjectWebhook(WebhookStore webhooks)
{
    [Function(nameof(DeleteProjectWebhook))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "manage/v1/projects/{id}/webhooks/{webhook}")] HttpRequest request,
        string id,
        string webhook,
        CancellationToken cancellationToken
    )
    {
        if (await webhooks.FindAsync(id, webhook, cancellationToken) is not { } subscription)
        {
            return ManagementAnswer.WebhookNotFound();
        }

        await webhooks.RemoveAsync(id, subscription.Id, cancellationToken);
        return new HttpResult(204);
    }
}
