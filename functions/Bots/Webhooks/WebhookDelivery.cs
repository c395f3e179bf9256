using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure;

namespace Usher.Bots.Webhooks;

/// <summary>One event for one subscription: what is sent, byte for byte the same at every attempt, and how far it has come.</summary>
internal sealed record WebhookDelivery
{
    /// <summary>Attempts in the record; past it the oldest are forgotten.</summary>
    private const int MaxAttemptsKept = 50;

    /// <summary>An attempt takes 10 s; one that began longer ago than this without an end was interrupted.</summary>
    public static readonly TimeSpan LongestAttempt = TimeSpan.FromSeconds(30);

    /// <summary>A message that is on its way is left alone for this long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public required string Project { get; init; }

    public required BotId Bot { get; init; }

    /// <summary>Of the event in the bot's stream, or in its meeting stream.</summary>
    public required int Sequence { get; init; }

    /// <summary>The event is one of the meeting stream.</summary>
    public bool IsOfMeeting { get; init; }

    public required string Subscription { get; init; }

    public required string Url { get; init; }

    /// <summary>Of the bot's event; of a meeting's events, the trigger.</summary>
    public required string EventType { get; init; }

    public required string Body { get; init; }

    /// <summary>When the event happened.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    public DeliveryStatus Status { get; init; }

    /// <summary>Attempts that were begun, over all rounds.</summary>
    public int Attempts { get; init; }

    /// <summary>How many of them are of earlier rounds: whoever has a delivery sent again begins the schedule anew.</summary>
    public int EarlierAttempts { get; init; }

    /// <summary>The last attempt has begun, and how it ended is not recorded.</summary>
    public bool IsUnderWay { get; init; }

    public DateTimeOffset? AttemptAt { get; init; }

    /// <summary>When the attempt that is to come is due; null: at once.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    public ImmutableArray<DeliveryAttempt> Log { get; init; } = [];

    public ETag ETag { get; init; }

    /// <summary>The <c>idempotency_key</c> and the <c>webhook-id</c>.</summary>
    public Guid Id => IdOf(Bot, Place, Subscription);

    public EventPlace Place => new(Sequence, IsOfMeeting);

    /// <summary>By then the attempt under way has ended, or whoever made it has died.</summary>
    public DateTimeOffset OverBy => AttemptAt!.Value + LongestAttempt;

    /// <summary>
    /// From then on something should have happened to it: it is pending, and its attempt has been due, or should have been over, for a
    /// while.
    /// </summary>
    public DateTimeOffset OverdueAt => (IsUnderWay ? OverBy : NextAttemptAt ?? CreatedAt) + Patience;

    /// <summary>A UUID of version 8 (RFC 9562): the same however often the event is dispatched.</summary>
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

    /// <summary>The attempt under way is over.</summary>
    /// <param name="random">0 up to 1: the jitter of the next attempt.</param>
    /// <param name="longestDelay">The next attempt is due no later, but for what the receiver asks.</param>
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

    /// <summary>Whoever made the last attempt died over it: it may have come through or not, and the next one is due.</summary>
    public WebhookDelivery Interrupt(DateTimeOffset now) =>
        End(
            new AttemptOutcome(null, "Interrupted: how it ended is not known.", null, TimeSpan.Zero),
            now,
            random: 0,
            longestDelay: TimeSpan.Zero
        );

    /// <summary>It is sent again, at once, with the schedule from its beginning.</summary>
    public WebhookDelivery Restart(DateTimeOffset now) =>
        this with
        {
            Status = DeliveryStatus.Pending,
            EarlierAttempts = Attempts,
            NextAttemptAt = now,
        };
}
