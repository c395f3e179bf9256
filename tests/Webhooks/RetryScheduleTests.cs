using Usher.Bots;
using Usher.Bots.Webhooks;
using Usher.Tests.Support;

namespace Usher.Tests.Webhooks;

public sealed class RetryScheduleTests
{
    private static readonly WebhookDelivery Fresh = new()
    {
        Project = "A",
        Bot = Spec.Id,
        Sequence = 3,
        Subscription = "wh_1",
        Url = "https://example.com",
        EventType = "joined_meeting",
        Body = "{}",
        CreatedAt = Spec.Now,
    };

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 30)]
    [InlineData(3, 2 * 60)]
    [InlineData(4, 10 * 60)]
    [InlineData(5, 60 * 60)]
    [InlineData(6, 6 * 60 * 60)]
    public void The_wait_grows_with_each_failure(int attempts, int seconds)
    {
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetrySchedule.Delay(attempts, null, random: 0, RetrySchedule.Longest));
        Assert.Equal(TimeSpan.FromSeconds(seconds * 1.2), RetrySchedule.Delay(attempts, null, random: 1, RetrySchedule.Longest));
    }

    [Fact]
    public void No_attempt_follows_the_seventh() =>
        Assert.Null(RetrySchedule.Delay(7, TimeSpan.FromSeconds(1), random: 0, RetrySchedule.Longest));

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 20)]
    [InlineData(6, 20)]
    public void No_wait_is_longer_than_the_setting_allows(int attempts, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetrySchedule.Delay(attempts, null, random: 0, longest: TimeSpan.FromSeconds(20)));

    [Theory]
    [InlineData(-5, 30)]
    [InlineData(1, 30)]
    [InlineData(300, 300)]
    [InlineData(1_000_000, 6 * 60 * 60)]
    public void A_receiver_can_extend_the_wait_within_bounds_but_never_shorten_it(int asked, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetrySchedule.Delay(2, TimeSpan.FromSeconds(asked), random: 0, RetrySchedule.Longest));

    [Fact]
    public void The_id_is_a_version_8_UUID_derived_from_bot_event_and_subscription()
    {
        Assert.Equal(8, Fresh.Id.Version);
        Assert.InRange(Fresh.Id.Variant, 8, 11);
        Assert.Equal(Fresh.Id, (Fresh with { Attempts = 4, Body = "other" }).Id);
        Assert.Equal(
            4,
            new[]
            {
                Fresh.Id,
                (Fresh with { Sequence = 4 }).Id,
                (Fresh with { Subscription = "b1" }).Id,
                (Fresh with { Bot = BotId.Parse("bot_3pVFZM00AAAAAAAB") }).Id,
            }
                .Distinct()
                .Count()
        );
    }

    [Fact]
    public void A_new_round_restarts_the_schedule_and_keeps_the_record()
    {
        var failed = Enumerable
            .Range(0, 7)
            .Aggregate(
                Fresh,
                (delivery, _) =>
                    delivery.Begin(Spec.Now).End(new AttemptOutcome(500, "no", null, TimeSpan.Zero), Spec.Now, 0, RetrySchedule.Longest)
            );

        var again = failed
            .Restart(Spec.Now)
            .Begin(Spec.Now)
            .End(new AttemptOutcome(500, "no", null, TimeSpan.Zero), Spec.Now, 0, RetrySchedule.Longest);

        Assert.Equal((DeliveryStatus.Failed, 7, null), (failed.Status, failed.Log.Length, failed.NextAttemptAt));
        Assert.Equal((DeliveryStatus.Pending, 8, Spec.Now.AddSeconds(5)), (again.Status, again.Log.Length, again.NextAttemptAt));
    }
}
