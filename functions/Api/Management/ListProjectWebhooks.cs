using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Management;

/// <summary><c>GET /manage/v1/projects/{id}/webhooks</c></summary>
internal sealed class ListProjectWebhooks(WebhookStore webhooks)
{
    [Function(nameof(ListProjectWebhooks))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "manage/v1/projects/{id}/webhooks")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    ) =>
        HttpResult.Json(
            200,
            new WebhookList([.. (await webhooks.ReadAsync(id, cancellationToken)).Subscriptions.Select(WebhookResource.From)]),
            ManagementJson.Wire.WebhookList
        );
}
