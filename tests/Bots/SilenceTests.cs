using Usher.Bots;
using Usher.Tests.Support;

namespace Usher.Tests.Bots;

/// <summary>Silence counts only while the runner could have been heard.</summary>
public sealed class SilenceTests
{
    private static readonly LifecycleOptions Options = new();

    /// <summary>Minutes since the runner was last heard; a leave may take two, and two more are allowed after an outage.</summary>
    [Theory]
    [InlineData(2.0)]
    [InlineData(2.0, -5.0, -1.0)]
    [InlineData(2.0, 2.0, 60.0)]
    [InlineData(5.0, 1.0, 3.0)]
    [InlineData(4.0, 0.5, 2.0)]
    [InlineData(7.0, -1.0, 5.0)]
    [InlineData(62.0, 1.9, 60.0)]
    [InlineData(5.5, 0.5, 1.5, 2.0, 3.5)]
    [InlineData(5.0, 1.0, 3.0, 5.0, 60.0)]
    public void A_leave_times_out_after_its_runner_could_have_been_heard_for_the_whole_timeout(double minutes, params double[] outages)
    {
        var bot = Fold(Given.ALeavingBot());
        var due = bot.StateSince.AddMinutes(minutes);
        var known = outages
            .Chunk(2)
            .Select(times => new Outage(bot.StateSince.AddMinutes(times[0]), bot.StateSince.AddMinutes(times[1])))
            .ToList();

        Assert.Equal(due, LifecyclePolicy.Next(bot, due, Options, outages: known)!.At);
        Assert.Empty(LifecyclePolicy.Advance(bot, due.AddTicks(-1), Options, outages: known).Events);
        var end = Assert.Single(LifecyclePolicy.Advance(bot, due, Options, outages: known).Events);
        Assert.Equal((BotEventType.FatalError, BotSubTypes.ProcessTerminated), (end.Type, end.SubType));
    }

    [Theory]
    [InlineData("joining")]
    [InlineData("waiting_room")]
    [InlineData("joined_not_recording")]
    [InlineData("joined_recording")]
    [InlineData("joined_recording_paused")]
    [InlineData("joined_recording_permission_denied")]
    [InlineData("joining_breakout_room")]
    [InlineData("leaving_breakout_room")]
    [InlineData("leaving")]
    [InlineData("post_processing")]
    public void Every_silence_timeout_waits_for_an_outage_to_end(string state)
    {
        var bot = Fold(Given.ABotIn(WireName.Parse<BotState>(state)!.Value)!);
        foreach (var heartbeat in (DateTimeOffset?[])[null, bot.StateSince])
        {
            var due = LifecyclePolicy.Next(bot, Spec.Now, Options, heartbeat)!.At;
            var outage = new Outage(due.AddSeconds(-30), due.AddHours(1));

            Assert.Equal(due.AddHours(1).AddMinutes(2), LifecyclePolicy.Next(bot, Spec.Now, Options, heartbeat, [outage])!.At);
        }
    }

    [Theory]
    [InlineData("scheduled")]
    [InlineData("staged")]
    public void Deadlines_that_depend_only_on_the_clock_do_not_wait(string state)
    {
        var bot = Fold(Given.ABotIn(WireName.Parse<BotState>(state)!.Value)!);
        var due = LifecyclePolicy.Next(bot, bot.CreatedAt, Options)!;

        var step = LifecyclePolicy.Next(bot, bot.CreatedAt, Options, outages: [new Outage(due.At.AddHours(-1), due.At.AddHours(1))])!;

        Assert.Equal((due.At, false), (step.At, step.IsForSilence));
    }

    [Fact]
    public void The_maximum_uptime_does_not_depend_on_silence()
    {
        var settings = new BotSettings(new JsonText("""{"automatic_leave_settings":{"max_uptime_seconds":3600}}"""));
        var bot = Fold(Given.ARecordingBot(Given.Details() with { Settings = settings }));
        var due = bot.JoinedAt!.Value.AddHours(1);

        Assert.Equal(due, LifecyclePolicy.Next(bot, Spec.Now, Options, outages: [new Outage(due.AddHours(-1), due.AddHours(1))])!.At);
    }

    [Fact]
    public void After_an_outage_a_short_timeout_waits_no_longer_than_itself()
    {
        var bot = Fold(Given.ALeavingBot());
        var options = new LifecycleOptions { LeaveTimeout = TimeSpan.FromSeconds(10) };
        var outage = new Outage(bot.StateSince.AddSeconds(9), bot.StateSince.AddMinutes(5));

        Assert.Equal(outage.To.AddSeconds(10), LifecyclePolicy.Next(bot, Spec.Now, options, outages: [outage])!.At);
    }

    private static Bot Fold(IEnumerable<BotEvent> history) => Bot.Fold(Spec.Id, history);
}
