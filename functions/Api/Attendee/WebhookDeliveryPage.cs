namespace Usher.Api.Attendee;

internal sealed record WebhookDeliveryPage(string? Next, IReadOnlyList<WebhookDeliveryResource> Results);
