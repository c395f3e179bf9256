namespace Usher.Api.Management;

internal sealed record TestedWebhook(bool Delivered, int? Status, string? Error, int DurationMs);
