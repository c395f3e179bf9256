using Usher.Storage;
using Usher.Webhooks;

namespace Usher.Api.Management;

/// <summary><c>POST /manage/v1/projects/{id}/webhooks</c>: 201 with the project's secret, which no list and no other answer shows but that of a rotation.</summary>
internal sealed class CreateProjectWebhook(WebhookStore webhooks, WebhookSecrets secrets, WebhookSender sender, WebhookIntroduction introduction)
{
    public const int MaxPerProject = 10;

    [Function(nameof(CreateProjectWebhook))]
    public Task<HttpAnswer> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "manage/v1/projects/{id}/webhooks")] HttpRequest request,
        string id, CancellationToken cancellationToken) => ManagementBody.ReadAsync(
        request,
        fields => (
            Url: fields.Read("url", value => ProjectWebhookFields.Url(value, sender), required: true),
            Triggers: fields.Read("triggers", ProjectWebhookFields.Triggers, required: true)),
        sent => CreateAsync(id, sent.Url!, sent.Triggers!, cancellationToken),
        cancellationToken);

    private async Task<HttpAnswer> CreateAsync(string project, string url, IReadOnlyList<string> triggers, CancellationToken cancellationToken)
    {
        if ((await webhooks.ReadAsync(project, cancellationToken)).Subscriptions.Count >= MaxPerProject)
        {
            return ManagementAnswer.TooManyWebhooks(MaxPerProject);
        }

        var secret = await secrets.EnsureAsync(project, cancellationToken);
        await introduction.AnnounceAsync(project, WebhookStore.IdOf(project, url), cancellationToken);
        return await webhooks.AddAsync(project, url, triggers, cancellationToken) is { } created
            ? HttpAnswer.Json(201, CreatedWebhook.From(created, secret), ManagementJson.Wire.CreatedWebhook)
            : ManagementAnswer.AlreadySubscribed();
    }
}
