using Usher.Bots;
using Usher.Tests.Support;
using static Usher.Bots.BotEventType;

namespace Usher.Tests.Bots;

public sealed class LifecyclePolicyTests
{
    private static readonly LifecycleOptions Options = new();
    private static readonly DateTimeOffset Start = Spec.Now.AddHours(-1);

    // What is due in a state, counted from the event that led to it; the histories take one minute per event.
    public static TheoryData<string, string, int, string, string?> Deadlines() =>
        new()
        {
            { "scheduled", "join_at", -5 * 60, "staged", null },
            { "staged", "join_at", 0, "join_requested", null },
            { "joining", "state", 10 * 60, "fatal_error", "bot_not_launched" },
            { "waiting_room", "state", 900, "could_not_join_meeting", "waiting_room_timeout_exceeded" },
            { "joining_breakout_room", "state", 10 * 60, "fatal_error", "process_terminated" },
            { "leaving_breakout_room", "state", 10 * 60, "fatal_error", "process_terminated" },
            { "leaving", "state", 2 * 60, "fatal_error", "process_terminated" },
            { "post_processing", "state", 60 * 60, "fatal_error", "process_terminated" },
        };

    [Theory]
    [MemberData(nameof(Deadlines))]
    public void Each_state_has_its_deadline(string state, string from, int seconds, string @event, string? subType)
    {
        var bot = Fold(Given.ABotIn(WireName.Parse<BotState>(state)!.Value)!);
        var due = (from == "join_at" ? bot.JoinAt : bot.StateSince).AddSeconds(seconds);

        var (early, lookAgainAt) = LifecyclePolicy.Advance(bot, due.AddTicks(-1), Options);
        var first = LifecyclePolicy.Advance(bot, due, Options).Events[0];

        Assert.Empty(early);
        Assert.Equal(due, lookAgainAt);
        Assert.Equal((@event, subType, due, Actor.Lifecycle), (first.Type.Name, first.SubType, first.At, first.Actor));
    }

    [Fact]
    public void Each_joins_timer_fires_ahead_of_it_by_its_own_lead()
    {
        var options = new LifecycleOptions { JoinLead = TimeSpan.FromSeconds(40) };
        var bot = Fold(Given.AStagedBot());

        var leads = Enumerable
            .Range(0, 2000)
            .Select(_ => bot with { Id = BotId.New(Spec.Now, key: null) })
            .Select(other => (int)(other.JoinAt - LifecyclePolicy.TimerAt(other, other.JoinAt, options)).TotalSeconds)
            .CountBy(seconds => seconds)
            .OrderBy(bucket => bucket.Key)
            .ToList();

        // From a quarter of the lead to all of it, spread evenly over the seconds.
        Assert.Equal(Enumerable.Range(10, 30), leads.Select(bucket => bucket.Key));
        Assert.All(leads, bucket => Assert.InRange(bucket.Value, 25, 125));
        Assert.Equal(LifecyclePolicy.TimerAt(bot, bot.JoinAt, options), LifecyclePolicy.TimerAt(bot, bot.JoinAt, options));
    }

    [Theory]
    [InlineData(BotState.Scheduled, -300)]
    [InlineData(BotState.Joining, 0)]
    [InlineData(BotState.JoinedRecording, 0)]
    [InlineData(BotState.Leaving, 0)]
    internal void Other_timers_are_set_for_their_time(BotState state, int secondsFromJoin)
    {
        var bot = Fold(Given.ABotIn(state)!);
        var due = bot.JoinAt.AddSeconds(secondsFromJoin);

        Assert.Equal(due, LifecyclePolicy.TimerAt(bot, due, Options));
    }

    [Fact]
    public void A_bot_staged_within_its_lead_still_has_its_timer_ahead_of_its_join()
    {
        var bot = Fold(Given.AScheduledBot());
        var options = new LifecycleOptions { StageLead = TimeSpan.FromSeconds(1) };

        Assert.InRange(
            LifecyclePolicy.TimerAt(bot, bot.JoinAt.AddSeconds(-1), options),
            bot.JoinAt.AddSeconds(-20),
            bot.JoinAt.AddSeconds(-5)
        );
    }

    [Fact]
    public void Every_nonterminal_state_has_a_deadline()
    {
        foreach (var state in Enum.GetValues<BotState>())
        {
            Assert.True(
                Given.ABotIn(state) is not { } history
                    || LifecyclePolicy.Next(Fold(history), Spec.Now, Options) is null == state.IsTerminal,
                state.Name
            );
        }
    }

    [Fact]
    public void A_runner_without_heartbeats_may_be_silent_for_a_day()
    {
        var bot = Fold(Given.ARecordingBot());

        var due = LifecyclePolicy.Next(bot, Spec.Now, Options)!;

        Assert.Equal(
            (bot.RunnerSeenAt!.Value.AddDays(1), BotEventType.FatalError, "heartbeat_timeout"),
            (due.At, due.Events[0].Type, due.Events[0].SubType)
        );
    }

    [Fact]
    public void Staging_and_joining_that_are_both_due_happen_together()
    {
        var bot = Fold(Given.AScheduledBot(Spec.Now));

        var (events, lookAgainAt) = LifecyclePolicy.Advance(bot, Spec.Now, Options);

        Assert.Equal([BotEventType.Staged, JoinRequested], events.Select(next => next.Type));
        Assert.Equal(Spec.Now + Options.LaunchTimeout, lookAgainAt);
    }

    [Fact]
    public void A_bot_that_was_never_staged_still_joins_within_the_grace_period_but_not_after_it()
    {
        var bot = Fold(Given.AScheduledBot(Spec.Now));

        Assert.Equal(BotEventType.Staged, LifecyclePolicy.Advance(bot, Spec.Now + Options.JoinGrace, Options).Events[0].Type);
        var late = Assert.Single(LifecyclePolicy.Advance(bot, Spec.Now + Options.JoinGrace + TimeSpan.FromTicks(1), Options).Events);
        Assert.Equal((BotEventType.FatalError, "bot_not_launched"), (late.Type, late.SubType));
    }

    [Fact]
    public void A_bot_that_left_before_a_runner_claimed_it_ends_immediately()
    {
        var bot = Fold(Given.AJoiningBot().And(LeaveRequested));

        Assert.Equal(
            [LeftMeeting, PostProcessingCompleted],
            LifecyclePolicy.Advance(bot, bot.StateSince, Options).Events.Select(next => next.Type)
        );
    }

    [Fact]
    public void A_claim_by_a_runner_extends_the_launch()
    {
        var claim = new BotEvent.Claimed(1)
        {
            Type = CommandClaimed,
            At = Start.AddMinutes(9),
            Actor = Actor.Runner,
        };

        Assert.Equal(Start.AddMinutes(19), LifecyclePolicy.Next(Fold([.. Given.AJoiningBot(), claim]), Start.AddMinutes(10), Options)!.At);
    }

    [Fact]
    public void A_bots_stay_is_limited_and_its_runner_must_not_fall_silent()
    {
        var details = Given.Details() with
        {
            Settings = new BotSettings(new JsonText("""{"automatic_leave_settings":{"max_uptime_seconds":3600}}""")),
        };
        var bot = Fold(Given.ARecordingBot(details));
        var joined = bot.JoinedAt!.Value;

        var byUptime = LifecyclePolicy.Next(bot, Spec.Now, Options)!;
        var bySilence = LifecyclePolicy.Next(bot, Spec.Now, Options, lastHeartbeat: joined)!;

        Assert.Equal(
            (joined.AddHours(1), LeaveRequested, "auto_leave_max_uptime_exceeded"),
            (byUptime.At, byUptime.Events[0].Type, byUptime.Events[0].SubType)
        );
        Assert.Equal(
            (joined.AddMinutes(10), BotEventType.FatalError, "heartbeat_timeout"),
            (bySilence.At, bySilence.Events[0].Type, bySilence.Events[0].SubType)
        );
    }

    [Fact]
    public void The_waiting_room_timeout_is_the_bots_own()
    {
        var details = Given.Details() with
        {
            Settings = new BotSettings(new JsonText("""{"automatic_leave_settings":{"waiting_room_timeout_seconds":60}}""")),
        };
        var bot = Fold(Given.AJoiningBot(details).And(PutInWaitingRoom));

        Assert.Equal(bot.StateSince.AddSeconds(60), LifecyclePolicy.Next(bot, Spec.Now, Options)!.At);
    }

    [Theory]
    [InlineData("1e300")]
    [InlineData("-1e300")]
    [InlineData("1e999")]
    public void A_timeout_beyond_any_date_does_not_overflow(string seconds)
    {
        var settings =
            $$$"""{"automatic_leave_settings":{"waiting_room_timeout_seconds":{{{seconds}}},"max_uptime_seconds":{{{seconds}}}}}""";
        var details = Given.Details() with { Settings = new BotSettings(new JsonText(settings)) };

        Assert.NotNull(LifecyclePolicy.Next(Fold(Given.AJoiningBot(details).And(PutInWaitingRoom)), Spec.Now, Options));
        Assert.NotNull(LifecyclePolicy.Next(Fold(Given.ARecordingBot(details)), Spec.Now, Options));
    }

    private static Bot Fold(IEnumerable<BotEvent> history) => Bot.Fold(Spec.Id, history);
}
