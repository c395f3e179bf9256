using Usher.Storage;
using Usher.Webhooks;
using Usher.Wire;

namespace Usher.Api.Management;

/// <summary>
/// <c>POST /manage/v1/projects/{id}/webhooks/{webhook}/test</c>: sends one test delivery and returns its result, which does not affect the
/// webhook's status.
/// </summary>
internal sealed class TestProjectWebhook(WebhookStore webhooks, WebhookSigner signer, WebhookSender sender, TimeProvider clock)
{
    [Function(nameof(TestProjectWebhook))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "manage/v1/projects/{id}/webhooks/{webhook}/test")] HttpRequest request,
        string id,
        string webhook,
        CancellationToken cancellationToken
    )
    {
        if (await webhooks.FindAsync(id, webhook, cancellationToken) is not { } subscription)
        {
            return ManagementAnswer.WebhookNotFound();
        }

        var now = clock.GetUtcNow();
        var message = Guid.CreateVersion7(now);
        var body = WebhookBody.Test(message, now);
        var headers = await signer.SignAsync(
            await webhooks.ReadAsync(id, cancellationToken),
            id,
            webhook,
            message,
            body,
            cancellationToken
        );
        var outcome = await sender.SendAsync(subscription.Url, body, headers, cancellationToken);
        return HttpResult.Json(
            200,
            new TestedWebhook(outcome.Succeeded, outcome.Status, outcome.Error, (int)outcome.Duration.TotalMilliseconds),
            ManagementJson.Wire.TestedWebhook
        );
    }
}
