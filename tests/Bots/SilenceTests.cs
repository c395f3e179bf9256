using Usher.Bots;
using Usher.Tests.Support;

namespace Usher.Tests.Bots;

/// <summary>Silence counts only while it could have been broken.</summary>
public sealed class SilenceTests
{
    private static readonly LifecycleOptions Options = new();

    /// <summary>
    /// Minutes from the moment since when nothing is heard; a leave may take two, and two are waited for after an outage.
    /// </summary>
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
    public void A_leave_ends_when_its_runner_could_have_been_heard_for_its_time(double minutes, params double[] outages)
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
    public void Whatever_ends_a_bot_for_silence_waits_for_an_outage_to_be_over(string state)
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
    public void What_the_clock_alone_decides_waits_for_nothing(string state)
    {
        var bot = Fold(Given.ABotIn(WireName.Parse<BotState>(state)!.Value)!);
        var due = LifecyclePolicy.Next(bot, bot.CreatedAt, Options)!;

        var step = LifecyclePolicy.Next(bot, bot.CreatedAt, Options, outages: [new Outage(due.At.AddHours(-1), due.At.AddHours(1))])!;

        Assert.Equal((due.At, false), (step.At, step.IsForSilence));
    }

    [Fact]
    public void How_long_a_bot_may_stay_in_its_meeting_is_no_matter_of_silence()
    {
        var settings = new BotSettings(new JsonText("""{"automatic_leave_settings":{"max_uptime_seconds":3600}}"""));
        var bot = Fold(Given.ARecordingBot(Given.Details() with { Settings = settings }));
        var due = bot.JoinedAt!.Value.AddHours(1);

        Assert.Equal(due, LifecyclePolicy.Next(bot, Spec.Now, Options, outages: [new Outage(due.AddHours(-1), due.AddHours(1))])!.At);
    }

    [Fact]
    public void Where_less_is_waited_for_an_answer_no_more_is_waited_for_after_an_outage()
    {
        var bot = Fold(Given.ALeavingBot());
        var options = new LifecycleOptions { LeaveTimeout = TimeSpan.FromSeconds(10) };
        var outage = new Outage(bot.StateSince.AddSeconds(9), bot.StateSince.AddMinutes(5));

        Assert.Equal(outage.To.AddSeconds(10), LifecyclePolicy.Next(bot, Spec.Now, options, outages: [outage])!.At);
    }

    private static Bot Fold(IEnumerable<BotEvent> history) => Bot.Fold(Spec.Id, history);
}
