using Usher.Bots.Webhooks;

namespace Usher.Webhooks;

/// <summary>
/// What a message that says "look at this delivery" has to do, decided from the record alone: which message it is, and how many of them
/// there are, makes no difference. One is dropped only where the delivery is settled, or behind another one that was sent before. So
/// whoever dies, wherever, leaves a message for every delivery that is not settled.
/// </summary>
internal abstract record DeliveryStep
{
    /// <summary>The clocks of two instances may differ: what comes so little early is on time.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(1);

    private DeliveryStep() { }

    /// <param name="delivery">As it is recorded; null: it is not.</param>
    /// <param name="restartAfter">
    /// The message has it sent again, with a schedule of its own, where no more attempts than these have been begun; null: it does not.
    /// </param>
    /// <param name="now">The time of whoever looks.</param>
    public static DeliveryStep Next(WebhookDelivery? delivery, int? restartAfter, DateTimeOffset now)
    {
        if (delivery is null)
        {
            return new Nothing();
        }

        if (delivery.IsUnderWay)
        {
            if (now < delivery.OverBy)
            {
                return new LookAgain(delivery.OverBy);
            }

            // This is to be written down whatever has become of it.
            var ended = delivery.Interrupt(now);
            return new Attempt(ended.Attempts == restartAfter ? ended.Restart(now) : ended);
        }

        return delivery switch
        {
            _ when delivery.Attempts == restartAfter => new Attempt(delivery.Restart(now)),
            { Status: DeliveryStatus.Pending, NextAttemptAt: { } next } when now < next - Early => new LookAgain(next),
            { Status: DeliveryStatus.Pending } => new Attempt(delivery),
            { Status: DeliveryStatus.Held } => new Hold(delivery),
            _ => new Nothing(),
        };
    }

    /// <summary>It is settled, or there is none: the message is dropped.</summary>
    internal sealed record Nothing : DeliveryStep;

    /// <summary>Nothing is to be done before then: a later message takes this one's place.</summary>
    internal sealed record LookAgain(DateTimeOffset At) : DeliveryStep;

    /// <summary>An attempt is due; where none is left, or nobody wants it any more, it is settled.</summary>
    /// <param name="Delivery">From here on; an attempt that was interrupted is written off.</param>
    internal sealed record Attempt(WebhookDelivery Delivery) : DeliveryStep;

    /// <summary>
    /// It waits for its subscription to be resumed: whoever recorded that may have died before it had its place among the held.
    /// </summary>
    internal sealed record Hold(WebhookDelivery Delivery) : DeliveryStep;
}
