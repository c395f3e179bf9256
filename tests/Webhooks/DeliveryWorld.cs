using Usher.Bots.Webhooks;
using Usher.Webhooks;

namespace Usher.Tests.Webhooks;

/// <summary>
/// One delivery, the queue, and all actors that change either, in memory: each actor is a sequence of steps; between any two of them
/// another actor may continue, time may pass, or the actor may die. The decisions are the app's own; the order of the steps is that of <see
/// cref="DeliverWebhook"/>, <see cref="WebhookRedelivery"/> and the dispatcher.
/// </summary>
internal sealed class DeliveryWorld(WebhookDelivery fresh, DateTimeOffset start)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);

    private readonly List<Message> queue = [new(Kind.Dispatch, null, start)];
    private readonly List<Actor> actors = [];
    private WebhookDelivery? record;
    private int version;
    private bool isPaused;
    private int? place;
    private int places;

    private enum Kind
    {
        Dispatch,
        Deliver,
        CatchUp,
    }

    public DateTimeOffset Now { get; private set; } = start;

    public bool IsQueueEmpty => queue.Count == 0 && actors.Count == 0;

    public WebhookDelivery? Record => record;

    /// <summary>The number of attempts that reached the receiver.</summary>
    public int Sent { get; private set; }

    public int Rounds { get; private set; } = 1;

    /// <summary>Whether the receiver accepts the next attempt.</summary>
    public bool IsHealthy { get; set; }

    public void Pass(TimeSpan time) => Now += time;

    public void Pause() => isPaused = true;

    public void Resume() => actors.Add(new Actor(null, ResumeSteps().GetEnumerator()));

    public void Redeliver() => actors.Add(new Actor(null, RedeliverSteps().GetEnumerator()));

    /// <summary>An actor takes a visible message.</summary>
    public void Take(int choice)
    {
        var visible = queue.FindAll(message => message.VisibleAt <= Now);
        if (visible.Count > 0)
        {
            var message = visible[choice % visible.Count];
            queue.Remove(message);
            actors.Add(new Actor(message, StepsOf(message).GetEnumerator()));
        }
    }

    public void Step(int choice)
    {
        if (actors.Count > 0 && actors[choice % actors.Count] is var actor && !actor.Steps.MoveNext())
        {
            actors.Remove(actor);
        }
    }

    /// <summary>Kills an actor; its message comes back, but a client's request does not.</summary>
    public void Kill(int choice)
    {
        if (actors.Count > 0)
        {
            var actor = actors[choice % actors.Count];
            actors.Remove(actor);
            queue.AddRange(actor.Message is { } message ? [message with { VisibleAt = Now + Lease }] : []);
        }
    }

    /// <summary>Finishes: no actor dies from now on, and the receiver is healthy.</summary>
    public void Settle()
    {
        IsHealthy = true;
        for (var rest = 10_000; !IsQueueEmpty && rest > 0; rest--)
        {
            if (actors.Count == 0)
            {
                Now = queue.Min(message => message.VisibleAt) is var next && next > Now ? next : Now;
                Take(0);
            }

            Step(0);
        }
    }

    private IEnumerable<int> StepsOf(Message message) =>
        message.Kind switch
        {
            Kind.Dispatch => DispatchSteps(),
            Kind.Deliver => DeliverSteps(message),
            _ => CatchUpSteps(),
        };

    private IEnumerable<int> DispatchSteps()
    {
        yield return 0;
        record ??= fresh;
        yield return 1;
        Send(Kind.Deliver, null, Now);
    }

    private IEnumerable<int> DeliverSteps(Message message)
    {
        var (delivery, seen) = (record, version);
        yield return 0;
        switch (DeliveryStep.Next(delivery, message.RestartAfter, Now))
        {
            case DeliveryStep.LookAgain later:
                queue.Add(message with { VisibleAt = later.At });
                yield return 1;
                break;
            case DeliveryStep.Attempt due:
                foreach (var step in AttemptSteps(due.Delivery, seen))
                {
                    yield return step;
                }

                break;
            case DeliveryStep.Hold waits:
                foreach (var step in HoldSteps(waits.Delivery, seen))
                {
                    yield return step;
                }

                break;
        }
    }

    private IEnumerable<int> AttemptSteps(WebhookDelivery delivery, int seen)
    {
        var paused = isPaused;
        yield return 2;
        if (paused || delivery.Status != DeliveryStatus.Pending)
        {
            var status = delivery.Status == DeliveryStatus.Failed ? DeliveryStatus.Failed : DeliveryStatus.Held;
            var settled = TryWrite(delivery with { Status = status }, ref seen);
            yield return 3;
            if (!settled)
            {
                Send(Kind.Deliver, null, Now + WebhookDelivery.LongestAttempt);
            }
            else if (status == DeliveryStatus.Held)
            {
                foreach (var step in HoldSteps(delivery with { Status = status }, seen))
                {
                    yield return step;
                }
            }

            yield break;
        }

        var begun = delivery.Begin(Now);
        var isMine = TryWrite(begun, ref seen);
        yield return 4;
        if (!isMine)
        {
            Send(Kind.Deliver, null, Now + WebhookDelivery.LongestAttempt);
            yield break;
        }

        Sent++;
        var outcome = new AttemptOutcome(IsHealthy ? 200 : 500, IsHealthy ? null : "no", null, TimeSpan.Zero);
        yield return 5;
        var ended = begun.End(outcome, Now, random: 0, RetrySchedule.Longest);
        if (ended.Status == DeliveryStatus.Pending)
        {
            Send(Kind.Deliver, null, ended.NextAttemptAt!.Value);
            yield return 6;
        }

        if (!TryWrite(ended, ref seen))
        {
            yield return 7;
            Send(Kind.Deliver, null, Now + WebhookDelivery.LongestAttempt);
        }

        yield return 8;
    }

    private IEnumerable<int> HoldSteps(WebhookDelivery delivery, int seen)
    {
        place = ++places;
        yield return 9;
        if (!isPaused)
        {
            yield return 10;
            foreach (var step in AttemptSteps(delivery.Restart(Now), seen))
            {
                yield return step;
            }
        }
    }

    private IEnumerable<int> CatchUpSteps()
    {
        if (place is not { } found)
        {
            yield break;
        }

        yield return 11;
        var (delivery, seen) = (record!, version);
        yield return 12;
        if (delivery.Status == DeliveryStatus.Held)
        {
            foreach (var step in AttemptSteps(delivery.Restart(Now), seen))
            {
                yield return step;
            }

            if (record!.Status == DeliveryStatus.Held)
            {
                yield break;
            }
        }
        else if (delivery.Status == DeliveryStatus.Pending)
        {
            Send(Kind.Deliver, null, Now + WebhookDelivery.LongestAttempt);
            yield return 13;
        }

        place = place == found ? null : place;
    }

    private IEnumerable<int> ResumeSteps()
    {
        Send(Kind.CatchUp, null, Now + TimeSpan.FromSeconds(70));
        yield return 14;
        isPaused = false;
        yield return 15;
        Send(Kind.CatchUp, null, Now);
    }

    private IEnumerable<int> RedeliverSteps()
    {
        var (delivery, seen) = (record, version);
        yield return 16;
        if (delivery is not null && DeliveryStep.Next(delivery, delivery.Attempts, Now) is DeliveryStep.Attempt again)
        {
            Rounds++;
            Send(Kind.Deliver, delivery.Attempts, Now);
            yield return 17;
            TryWrite(again.Delivery, ref seen);
        }
    }

    private bool TryWrite(WebhookDelivery delivery, ref int seen)
    {
        if (seen != version)
        {
            return false;
        }

        (record, seen) = (delivery, ++version);
        return true;
    }

    private void Send(Kind kind, int? restartAfter, DateTimeOffset visibleAt) => queue.Add(new Message(kind, restartAfter, visibleAt));

    private sealed record Message(Kind Kind, int? RestartAfter, DateTimeOffset VisibleAt);

    private sealed record Actor(Message? Message, IEnumerator<int> Steps);
}
