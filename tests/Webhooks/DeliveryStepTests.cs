using FsCheck;
using FsCheck.Fluent;
using Usher.Bots;
using Usher.Bots.Webhooks;
using Usher.Tests.Support;
using Usher.Webhooks;

namespace Usher.Tests.Webhooks;

/// <summary>
/// What a message has to do, decided from the record alone; and no delivery is stranded, whichever process dies between any two steps.
/// </summary>
public sealed class DeliveryStepTests
{
    private static readonly WebhookDelivery Fresh = new()
    {
        Project = "A",
        Bot = BotId.Parse("bot_3pVFZM00AAAAAAAA"),
        Sequence = 3,
        Subscription = "wh_1",
        Url = "https://example.com",
        EventType = "joined_meeting",
        Body = "{}",
        CreatedAt = Spec.Now,
        NextAttemptAt = Spec.Now,
    };

    private static readonly WebhookDelivery UnderWay = Fresh.Begin(Spec.Now);

    [Fact]
    public void A_settled_delivery_needs_nothing()
    {
        Assert.IsType<DeliveryStep.Nothing>(DeliveryStep.Next(null, null, Spec.Now));
        foreach (var status in new[] { DeliveryStatus.Delivered, DeliveryStatus.Failed, DeliveryStatus.Cancelled })
        {
            Assert.IsType<DeliveryStep.Nothing>(DeliveryStep.Next(Fresh with { Status = status, Attempts = 1 }, null, Spec.Now));
            Assert.IsType<DeliveryStep.Nothing>(DeliveryStep.Next(Fresh with { Status = status, Attempts = 2 }, 1, Spec.Now));
        }
    }

    [Fact]
    public void A_due_delivery_is_attempted_and_any_other_is_looked_at_when_due()
    {
        var due = Spec.Now.AddSeconds(5);

        Assert.Equal(new DeliveryStep.Attempt(Fresh), DeliveryStep.Next(Fresh, null, Spec.Now));
        Assert.Equal(new DeliveryStep.LookAgain(due), DeliveryStep.Next(Fresh with { NextAttemptAt = due }, null, Spec.Now));
        Assert.IsType<DeliveryStep.Attempt>(DeliveryStep.Next(Fresh with { NextAttemptAt = due }, null, due.AddSeconds(-1)));
    }

    [Fact]
    public void A_running_attempt_is_left_alone_until_it_must_be_over_and_then_written_off()
    {
        var over = Spec.Now + WebhookDelivery.LongestAttempt;
        var delivery = UnderWay;
        for (var attempt = 1; attempt < RetrySchedule.MaxAttempts; attempt++)
        {
            Assert.Equal(new DeliveryStep.LookAgain(over), DeliveryStep.Next(delivery, null, over.AddTicks(-1)));
            var next = Assert.IsType<DeliveryStep.Attempt>(DeliveryStep.Next(delivery, null, over)).Delivery;
            Assert.Equal((DeliveryStatus.Pending, false, attempt), (next.Status, next.IsUnderWay, next.Log.Length));
            delivery = next.Begin(Spec.Now);
        }

        var last = Assert.IsType<DeliveryStep.Attempt>(DeliveryStep.Next(delivery, null, over)).Delivery;
        Assert.Equal((DeliveryStatus.Failed, false), (last.Status, last.IsUnderWay));
    }

    [Theory]
    [InlineData(DeliveryStatus.Pending)]
    [InlineData(DeliveryStatus.Delivered)]
    [InlineData(DeliveryStatus.Failed)]
    [InlineData(DeliveryStatus.Held)]
    [InlineData(DeliveryStatus.Cancelled)]
    internal void It_is_sent_again_where_no_attempt_has_begun_since_somebody_asked_for_that(DeliveryStatus status)
    {
        var delivery = Fresh with { Status = status, Attempts = 7, NextAttemptAt = Spec.Now.AddHours(1) };

        var again = Assert.IsType<DeliveryStep.Attempt>(DeliveryStep.Next(delivery, 7, Spec.Now)).Delivery;

        Assert.Equal((DeliveryStatus.Pending, 7, Spec.Now), (again.Status, again.EarlierAttempts, again.NextAttemptAt));
        Assert.IsNotType<DeliveryStep.Attempt>(DeliveryStep.Next(delivery, 6, Spec.Now));
    }

    [Fact]
    public void Every_delivery_is_settled_whichever_process_dies_between_any_two_steps() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(300),
            Prop.ForAll(
                Gen.Choose(0, 9999).ArrayOf().ToArbitrary(),
                story =>
                {
                    var world = Live(story);

                    world.Settle();
                    world.Resume();
                    world.Settle();

                    Assert.True(world.IsQueueEmpty);
                    Assert.Contains(world.Record!.Status, new[] { DeliveryStatus.Delivered, DeliveryStatus.Failed });
                }
            )
        );

    [Fact]
    public void No_delivery_is_ever_sent_more_often_than_its_schedule_allows() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(300),
            Prop.ForAll(
                Gen.Choose(0, 9999).ArrayOf().ToArbitrary(),
                story =>
                {
                    var world = Live(story.Where(choice => choice % 20 is not (17 or 18)).ToArray());
                    world.Settle();

                    // Without pauses, since resuming a webhook restarts the schedule.
                    Assert.InRange(world.Sent, 1, RetrySchedule.MaxAttempts * world.Rounds);
                }
            )
        );

    private static DeliveryWorld Live(int[] story)
    {
        var world = new DeliveryWorld(Fresh, Spec.Now);
        foreach (var choice in story)
        {
            var (action, which) = (choice % 20, choice / 20);
            Action act = action switch
            {
                < 9 => () => world.Step(which),
                < 12 => () => world.Take(which),
                < 14 => () => world.Kill(which),
                14 => () => world.Pass(TimeSpan.FromSeconds(which % 40)),
                15 => () => world.Pass(TimeSpan.FromMinutes(which)),
                16 => world.Redeliver,
                17 => world.Pause,
                18 => world.Resume,
                _ => () => world.IsHealthy = which % 2 == 0,
            };
            act();
        }

        return world;
    }
}
