using Usher.Api.Validation;
using Usher.Storage;
using Usher.Webhooks;

namespace Usher.Api.Management;

/// <summary>What an operator does with the webhooks of a project: <c>/manage/v1/projects/{id}/webhooks</c> and below.</summary>
internal sealed class ProjectWebhookOperations(
    WebhookStore webhooks, WebhookSecrets secrets, WebhookSigner signer, WebhookSender sender, WebhookIntroduction introduction, WebhookRedelivery redelivery, BotQueues queues,
    TimeProvider clock)
{
    public const int MaxPerProject = 10;

    private static readonly TimeSpan DefaultOverlap = TimeSpan.FromDays(1);

    /// <summary>201 with the project's secret, which no list and no other answer shows but that of a rotation.</summary>
    public Task<HttpAnswer> CreateAsync(HttpContext context, string project, CancellationToken cancellationToken) => ManagementBody.ReadAsync(
        context,
        fields => (Url: fields.Read("url", value => ProjectWebhookFields.Url(value, sender), required: true), Triggers: fields.Read("triggers", ProjectWebhookFields.Triggers, required: true)),
        sent => CreateAsync(project, sent.Url!, sent.Triggers!, cancellationToken),
        cancellationToken);

    public async Task<HttpAnswer> ListAsync(HttpContext context, string project, CancellationToken cancellationToken) => HttpAnswer.Json(
        200,
        new WebhookList([.. (await webhooks.ReadAsync(project, cancellationToken)).Subscriptions.Select(WebhookResource.From)]),
        ManagementJson.Wire.WebhookList);

    /// <summary>204. Deliveries that are on their way are cancelled.</summary>
    public async Task<HttpAnswer> DeleteAsync(HttpContext context, string project, CancellationToken cancellationToken)
    {
        if (await FindAsync(context, project, cancellationToken) is not { } subscription)
        {
            return ManagementAnswer.WebhookNotFound();
        }

        await webhooks.RemoveAsync(project, subscription.Id, cancellationToken);
        return new HttpAnswer(204);
    }

    /// <summary>A new secret for the whole project. The one before it signs too until the overlap is over.</summary>
    public async Task<HttpAnswer> RotateSecretAsync(HttpContext context, string project, CancellationToken cancellationToken)
    {
        if (context.Request.RouteValues.ContainsKey("webhook") && await FindAsync(context, project, cancellationToken) is null)
        {
            return ManagementAnswer.WebhookNotFound();
        }

        return await ManagementBody.ReadAsync(
            context,
            fields => fields.Read("overlap_seconds", ProjectWebhookFields.Overlap),
            overlap => RotateSecretAsync(project, overlap ?? DefaultOverlap, cancellationToken),
            cancellationToken);
    }

    /// <summary>Sends something that means nothing, once, and tells how it went. It counts for nothing.</summary>
    public async Task<HttpAnswer> TestAsync(HttpContext context, string project, CancellationToken cancellationToken)
    {
        if (await FindAsync(context, project, cancellationToken) is not { } subscription)
        {
            return ManagementAnswer.WebhookNotFound();
        }

        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var body = WebhookBody.Test(id, now);
        var headers = await signer.SignAsync(await webhooks.ReadAsync(project, cancellationToken), project, id, body, cancellationToken);
        var outcome = await sender.SendAsync(subscription.Url, body, headers, cancellationToken);
        return HttpAnswer.Json(
            200,
            new TestedWebhook(outcome.Succeeded, outcome.Status, outcome.Error, (int)outcome.Duration.TotalMilliseconds),
            ManagementJson.Wire.TestedWebhook);
    }

    /// <summary>200: told again from now on, and what was held first.</summary>
    public async Task<HttpAnswer> ResumeAsync(HttpContext context, string project, CancellationToken cancellationToken)
    {
        if (await FindAsync(context, project, cancellationToken) is not { } subscription)
        {
            return ManagementAnswer.WebhookNotFound();
        }

        if (subscription.Status == WebhookStatus.Ended)
        {
            return ManagementAnswer.WebhookEnded();
        }

        var resumed = await webhooks.ChangeAsync(
            project, subscription.Id, before => before with { PausedAt = null, FailingSince = null }, cancellationToken);
        var catchUp = new WebhookMessage.CatchUp(project, subscription.Id).ToJson();
        await queues.Webhooks.SendAsync(catchUp, delay: null, cancellationToken);

        // Another instance may remember the pause and hold something more: it is fetched then.
        await queues.Webhooks.SendAsync(catchUp, WebhookStore.KnownEverywhereAfter, cancellationToken);
        return HttpAnswer.Json(200, WebhookResource.From(resumed ?? subscription), ManagementJson.Wire.WebhookResource);
    }

    /// <summary>202 with how many: all deliveries of a time range are sent again, under the ids that they had.</summary>
    public Task<HttpAnswer> RedeliverAsync(HttpContext context, string project, CancellationToken cancellationToken) => ManagementBody.ReadAsync(
        context,
        fields => (
            From: fields.Read("from", TimeField.Check, required: true),
            To: fields.Read("to", TimeField.Check, required: true),
            Status: fields.Read("status", ProjectWebhookFields.Status)),
        async sent => await redelivery.RedeliverAsync(project, sent.From!.Value, sent.To!.Value, sent.Status, cancellationToken) is { } count
            ? HttpAnswer.Json(202, new RedeliveredWebhooks(count), ManagementJson.Wire.RedeliveredWebhooks)
            : ManagementAnswer.TooManyDeliveries(),
        cancellationToken);

    private async Task<HttpAnswer> CreateAsync(string project, string url, IReadOnlyList<string> triggers, CancellationToken cancellationToken)
    {
        if ((await webhooks.ReadAsync(project, cancellationToken)).Subscriptions.Count >= MaxPerProject)
        {
            return ManagementAnswer.TooManyWebhooks(MaxPerProject);
        }

        var secret = await secrets.EnsureAsync(project, cancellationToken);
        await introduction.AnnounceAsync(project, WebhookStore.IdOf(project, url), cancellationToken);
        if (await webhooks.AddAsync(project, url, triggers, cancellationToken) is not { } created)
        {
            return ManagementAnswer.AlreadySubscribed();
        }

        var resource = WebhookResource.From(created);
        return HttpAnswer.Json(
            201,
            new CreatedWebhook(created.Id, created.Url, created.Triggers, resource.Status, resource.CreatedAt, Standard(secret), Base64(secret)),
            ManagementJson.Wire.CreatedWebhook);
    }

    private async Task<HttpAnswer> RotateSecretAsync(string project, TimeSpan overlap, CancellationToken cancellationToken)
    {
        var secret = await secrets.RotateAsync(project, overlap, cancellationToken);
        webhooks.Forget(project);
        return HttpAnswer.Json(
            200, new RotatedSecret(Standard(secret), Base64(secret), WireTime.Format(secret.PreviousUntil!.Value)), ManagementJson.Wire.RotatedSecret);
    }

    private async Task<WebhookSubscription?> FindAsync(HttpContext context, string project, CancellationToken cancellationToken) =>
        (await webhooks.ReadAsync(project, cancellationToken)).Find((string)context.Request.RouteValues["webhook"]!);

    private static string Standard(WebhookSecret secret) => WebhookSecret.Prefix + Base64(secret);

    private static string Base64(WebhookSecret secret) => Convert.ToBase64String(secret.Current);
}
