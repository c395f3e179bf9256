using Usher.Bots;
using Usher.Tests.Support;

namespace Usher.Tests.Bots;

public sealed class ReachabilityTests
{
    private static readonly DateTimeOffset Start = Spec.Now;

    [Theory]
    [InlineData(10, 0)]
    [InlineData(13, 0)]
    [InlineData(14, 1)]
    [InlineData(-30, 0)]
    public void A_long_gap_between_checks_is_an_outage(int seconds, int outages)
    {
        var now = Start.AddSeconds(seconds);
        var before = new Reachability(Start, []);

        Assert.Equal(outages, before.OutagesUntil(now).Count);
        Assert.Equal(new Reachability(now, []).At, before.LookedAt(now).At);
        Assert.Equal(before.OutagesUntil(now), before.LookedAt(now).Outages);
    }

    [Fact]
    public void An_outage_spans_the_gap_between_two_checks()
    {
        var after = new Reachability(Start, []).LookedAt(Start.AddMinutes(3)).LookedAt(Start.AddMinutes(3).AddSeconds(10));

        Assert.Equal([new Outage(Start, Start.AddMinutes(3))], after.Outages);
    }

    [Fact]
    public void The_latest_hundred_outages_are_remembered()
    {
        var after = Enumerable
            .Range(1, 150)
            .Aggregate(new Reachability(Start, []), (before, minute) => before.LookedAt(Start.AddMinutes(minute)));

        Assert.Equal(
            Enumerable.Range(50, 100).Select(minute => new Outage(Start.AddMinutes(minute), Start.AddMinutes(minute + 1))),
            after.Outages
        );
    }
}
