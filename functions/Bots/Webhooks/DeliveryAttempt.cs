namespace Usher.Bots.Webhooks;

/// <summary>
/// A completed attempt. <paramref name="Status"/> is the receiver's status code; <paramref name="Error"/> tells why the attempt failed.
/// </summary>
internal sealed record DeliveryAttempt(DateTimeOffset At, int? Status, string? Error, int DurationMs);
