namespace Usher.Api.Attendee;

internal sealed record WebhookAttemptResource(string At, int? Status, string? Error, int DurationMs);
