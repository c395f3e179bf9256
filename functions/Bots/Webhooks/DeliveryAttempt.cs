namespace Usher.Bots.Webhooks;

/// <summary>
/// One attempt that is over. <paramref name="Status"/> is what the receiver answered; <paramref name="Error"/> why it was no success.
/// </summary>
internal sealed record DeliveryAttempt(DateTimeOffset At, int? Status, string? Error, int DurationMs);
