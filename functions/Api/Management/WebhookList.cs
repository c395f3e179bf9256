namespace Usher.Api.Management;

internal sealed record WebhookList(IReadOnlyList<WebhookResource> Results);
