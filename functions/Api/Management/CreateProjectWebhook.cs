using Usher.Storage;
using Usher.Webhooks;
using Usher.Wire;

namespace Usher.Api.Management;

/// <summary><c>POST /manage/v1/projects/{id}/webhooks</c>: 201 with the project's secret, which otherwise only rotation returns.</summary>
internal sealed class CreateProjectWebhook(
    WebhookStore webhooks,
    WebhookSecrets secrets,
    WebhookSender sender,
    WebhookIntroduction introduction
)
{
    public const int MaxPerProject = 10;

    [Function(nameof(CreateProjectWebhook))]
    public Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "manage/v1/projects/{id}/webhooks")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    ) =>
        ManagementBody.ReadAsync(
            request,
            fields =>
                (
                    Url: fields.Read("url", value => ProjectWebhookFields.Url(value, sender), required: true),
                    Triggers: fields.Read("triggers", ProjectWebhookFields.Triggers, required: true)
                ),
            sent => CreateAsync(id, sent.Url!, sent.Triggers!, cancellationToken),
            cancellationToken
        );

    private async Task<HttpResult> CreateAsync(
        string project,
        string url,
        IReadOnlyList<string> triggers,
        CancellationToken cancellationToken
    )
    {
        var id = WebhookStore.IdOf(project, url);
        for (var announced = false; ; announced = true)
        {
            var known = await webhooks.ReadAsync(project, cancellationToken);
            if (known.Subscriptions.Count >= MaxPerProject)
            {
                return ManagementAnswer.TooManyWebhooks(MaxPerProject);
            }

            if (known.Find(id) is not null)
            {
                return ManagementAnswer.AlreadySubscribed();
            }

            var secret = await secrets.EnsureAsync(project, cancellationToken);
            await (announced ? Task.CompletedTask : introduction.AnnounceAsync(project, id, cancellationToken));
            if (await webhooks.TryAddAsync(project, known, url, triggers, cancellationToken) is { } created)
            {
                return HttpResult.Json(201, CreatedWebhook.From(created, secret), ManagementJson.Wire.CreatedWebhook);
            }

            // Another webhook was added concurrently: check again whether there is room.
        }
    }
}
