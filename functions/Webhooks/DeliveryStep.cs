using Usher.Bots.Webhooks;

namespace Usher.Webhooks;

/// <summary>
/// Decides from the record alone what a delivery message has to do, so the kind and number of messages make no difference. A message is
/// dropped only if the delivery is settled or another message has been sent for it. So every unsettled delivery keeps a message, whichever
/// process dies.
/// </summary>
internal abstract record DeliveryStep
{
    /// <summary>Clocks of instances may differ: a message that is early by this much counts as on time.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(1);

    private DeliveryStep() { }

    /// <param name="delivery">The delivery as recorded; null if it is not.</param>
    /// <param name="restartAfter">
    /// Restarts the delivery with a fresh schedule if exactly this many attempts have begun; null for an ordinary message.
    /// </param>
    /// <param name="now">The current time.</param>
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

            // An interrupted attempt is always recorded.
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

    /// <summary>The delivery is settled or does not exist: drop the message.</summary>
    internal sealed record Nothing : DeliveryStep;

    /// <summary>Nothing to do before this time: send a later message instead.</summary>
    internal sealed record LookAgain(DateTimeOffset At) : DeliveryStep;

    /// <summary>An attempt is due. If none is left or the subscription is gone, the delivery is settled instead.</summary>
    /// <param name="Delivery">The delivery to continue with; an interrupted attempt counts as failed.</param>
    internal sealed record Attempt(WebhookDelivery Delivery) : DeliveryStep;

    /// <summary>
    /// The delivery waits for its subscription to resume. It is held again, because the process that recorded the status may have died
    /// before adding it to the held ones.
    /// </summary>
    internal sealed record Hold(WebhookDelivery Delivery) : DeliveryStep;
}
