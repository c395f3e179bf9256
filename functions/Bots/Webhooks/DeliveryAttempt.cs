using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Usher.Bots;

namespace Usher.Webhooks;

/// <summary>
/// One attempt that is over. <paramref name="Status"/> is what the receiver answered; <paramref name="Error"/> why it was no success.
/// </summary>
internal sealed record DeliveryAttempt(DateTimeOffset At, int? Status, string? Error, int DurationMs);
