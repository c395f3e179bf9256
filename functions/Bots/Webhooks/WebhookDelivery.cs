using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure;

namespace Usher.Bots.Webhooks;

/// <summary>The delivery of one event to one subscription: its body, which is identical for every attempt, and its progress.</summary>
internal sealed record WebhookDelivery
{
    /// <summary>Attempts kept in the record; beyond this the oldest are dropped.</summary>
    private const int MaxAttemptsKept = 50;

    /// <summary>An attempt takes 10 s; one that started longer ago than this and has not ended was interrupted.</summary>
    public static readonly TimeSpan LongestAttempt = TimeSpan.FromSeconds(30);

    /// <summary>How long a message may be on its way before the delivery counts as overdue.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public required string Project { get; init; }

    public required BotId Bot { get; init; }

    /// <summary>The event's number in the bot's stream or in its meeting stream.</summary>
    public required int Sequence { get; init; }

    /// <summary>Whether the event belongs to the meeting stream.</summary>
    public bool IsOfMeeting { get; init; }

    public required string Subscription { get; init; }

    public required string Url { get; init; }

    /// <summary>The type of a bot's event, or the trigger of a meeting event.</summary>
    public required string EventType { get; init; }

    public required string Body { get; init; }

    /// <summary>When the event occurred.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    public DeliveryStatus Status { get; init; }

    /// <summary>Attempts started, over all rounds.</summary>
    public int Attempts { get; init; }

    /// <summary>The attempts of earlier rounds: a redelivery restarts the schedule.</summary>
    public int EarlierAttempts { get; init; }

    /// <summary>Whether the last attempt has started and its end is not recorded.</summary>
    public bool IsUnderWay { get; init; }

    public DateTimeOffset? AttemptAt { get; init; }

    /// <summary>When the next attempt is due; null for immediately.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    public ImmutableArray<DeliveryAttempt> Log { get; init; } = [];

    public ETag ETag { get; init; }

    /// <summary>The <c>idempotency_key</c> and the <c>webhook-id</c>.</summary>
    public Guid Id => IdOf(Bot, Place, Subscription);

    public EventPlace Place => new(Sequence, IsOfMeeting);

    /// <summary>When the attempt in progress must have ended, even if the process that made it has died.</summary>
    public DateTimeOffset OverBy => AttemptAt!.Value + LongestAttempt;

    /// <summary>When the delivery counts as overdue: its attempt should have started or ended a while ago.</summary>
    public DateTimeOffset OverdueAt => (IsUnderWay ? OverBy : NextAttemptAt ?? CreatedAt) + Patience;

    /// <summary>A version 8 UUID (RFC 9562) that stays the same however often the event is dispatched.</summary>
    public static Guid IdOf(BotId bot, EventPlace place, string subscription)
    {
        var number = place.Sequence.ToString(CultureInfo.InvariantCulture);
        var name = $"usher webhook delivery|{bot}|{(place.IsOfMeeting ? place.ToString() : number)}|{subscription}";
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    public WebhookDelivery Begin(DateTimeOffset now) => this with { Attempts = Attempts + 1, IsUnderWay = true, AttemptAt = now };

    /// <summary>Ends the attempt in progress.</summary>
    /// <param name="random">From 0 to 1: the jitter of the next attempt.</param>
    /// <param name="longestDelay">Caps the delay of the next attempt, unless the receiver asks for more.</param>
    public WebhookDelivery End(AttemptOutcome outcome, DateTimeOffset now, double random, TimeSpan longestDelay)
    {
        var delay =
            outcome.Succeeded || outcome.IsGone || outcome.IsInVain
                ? null
                : RetrySchedule.Delay(Attempts - EarlierAttempts, outcome.RetryAfter, random, longestDelay);
        return this with
        {
            IsUnderWay = false,
            Status =
                outcome.Succeeded ? DeliveryStatus.Delivered
                : delay is null ? DeliveryStatus.Failed
                : DeliveryStatus.Pending,
            NextAttemptAt = now + delay,
            Log =
            [
                .. Log.TakeLast(MaxAttemptsKept - 1),
                new DeliveryAttempt(AttemptAt ?? now, outcome.Status, outcome.Error, (int)outcome.Duration.TotalMilliseconds),
            ],
        };
    }

    /// <summary>Ends an attempt whose process died. It may or may not have succeeded, and the next one is due.</summary>
    public WebhookDelivery Interrupt(DateTimeOffset now) =>
        End(
            new AttemptOutcome(null, "Interrupted: the outcome is unknown.", null, TimeSpan.Zero),
            now,
            random: 0,
            longestDelay: TimeSpan.Zero
        );

    /// <summary>Sends the delivery again immediately and restarts the schedule.</summary>
    public WebhookDelivery Restart(DateTimeOffset now) =>
        this with
        {
            Status = DeliveryStatus.Pending,
            EarlierAttempts = Attempts,
            NextAttemptAt = now,
        };
}
