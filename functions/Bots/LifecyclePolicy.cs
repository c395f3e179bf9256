namespace Usher.Bots;

/// <summary>What the clock does to a bot next: the events, in order, and when they are due.</summary>
internal sealed record DueStep(DateTimeOffset At, params (BotEventType Type, string? SubType)[] Events);

/// <summary>
/// What is due and when, as a pure function of the projection. Orchestrations and the watchdog only ask it, so asking twice, late or for
/// nothing is harmless.
/// </summary>
internal static class LifecyclePolicy
{
    /// <summary>
    /// Everything that is due by <paramref name="now"/>, and when to look again (null: never, the bot is done or waits for its runner).
    /// </summary>
    public static (IReadOnlyList<BotEvent> Events, DateTimeOffset? LookAgainAt) Advance(
        Bot bot, DateTimeOffset now, LifecycleOptions options, DateTimeOffset? lastHeartbeat = null)
    {
        List<BotEvent> events = [];
        while (true)
        {
            var step = Next(bot, now, options, lastHeartbeat);
            if (step is null || step.At > now)
            {
                return (events, step?.At);
            }

            foreach (var (type, subType) in step.Events)
            {
                var next = new BotEvent.Transitioned { Type = type, SubType = subType, At = now, Actor = Actor.Lifecycle };
                events.Add(next);
                bot = Bot.Evolve(bot.Id, bot, next);
            }
        }
    }

    public static DueStep? Next(Bot bot, DateTimeOffset now, LifecycleOptions options, DateTimeOffset? lastHeartbeat = null) => bot.State switch
    {
        BotState.Scheduled => now > bot.JoinAt + options.JoinGrace
            ? new DueStep(bot.JoinAt + options.JoinGrace, (BotEventType.FatalError, BotSubTypes.BotNotLaunched))
            : new DueStep(bot.JoinAt - options.StageLead, (BotEventType.Staged, null)),
        BotState.Staged => new DueStep(bot.JoinAt, (BotEventType.JoinRequested, null)),
        BotState.Joining => new DueStep((bot.RunnerSeenAt ?? bot.StateSince) + options.LaunchTimeout, (BotEventType.FatalError, BotSubTypes.BotNotLaunched)),
        BotState.WaitingRoom => new DueStep(
            bot.StateSince + bot.Settings.WaitingRoomTimeout, (BotEventType.CouldNotJoinMeeting, BotSubTypes.WaitingRoomTimeoutExceeded)),
        BotState.Leaving when bot.RunnerSeenAt is null => new DueStep(
            bot.StateSince, (BotEventType.LeftMeeting, null), (BotEventType.PostProcessingCompleted, null)),
        BotState.Leaving => new DueStep(bot.StateSince + options.LeaveTimeout, (BotEventType.FatalError, BotSubTypes.ProcessTerminated)),
        BotState.PostProcessing => new DueStep(bot.StateSince + options.PostProcessingTimeout, (BotEventType.FatalError, BotSubTypes.ProcessTerminated)),
        BotState.JoiningBreakoutRoom or BotState.LeavingBreakoutRoom => Earlier(
            InMeeting(bot, options, lastHeartbeat), new DueStep(bot.StateSince + options.BreakoutRoomTimeout, (BotEventType.FatalError, BotSubTypes.ProcessTerminated))),
        _ when bot.State.IsInMeeting => InMeeting(bot, options, lastHeartbeat),
        _ => null,
    };

    /// <summary>
    /// When a timer has to fire for what is due at <paramref name="dueAt"/>. Timers are late by the polling of queues and by all the others
    /// that fire with them: one that leads to a join fires ahead of it.
    /// </summary>
    public static DateTimeOffset TimerAt(Bot bot, DateTimeOffset dueAt, LifecycleOptions options)
    {
        var beforeJoin = bot.JoinAt - (options.JoinLead * (0.25 + (0.75 * bot.Id.Spread)));
        return bot.State is BotState.Scheduled or BotState.Staged && beforeJoin < dueAt ? beforeJoin : dueAt;
    }

    /// <summary>
    /// Which command its runner is told again by now, and when the next time comes: at one and two thirds of its time to take a join or to
    /// leave. A runner may have taken the message and died with it; one that lives ignores a command that it knows.
    /// </summary>
    public static (int? Command, DateTimeOffset? NextAt) Reminder(Bot bot, DateTimeOffset now, LifecycleOptions options)
    {
        TimeSpan? timeout = bot switch
        {
            { State: BotState.Joining, RunnerSeenAt: null } => options.LaunchTimeout,
            { State: BotState.Leaving, RunnerSeenAt: not null } => options.LeaveTimeout,
            _ => null,
        };
        if (timeout is not { } time)
        {
            return default;
        }

        var third = time / 3;
        var passed = now < bot.StateSince ? 0 : (now - bot.StateSince) / third;
        return (passed >= 1 ? bot.LastCommand : null, passed < 2 ? bot.StateSince + (third * (Math.Floor(passed) + 1)) : null);
    }

    private static DueStep InMeeting(Bot bot, LifecycleOptions options, DateTimeOffset? lastHeartbeat) =>
        Earlier(Silence(bot, options, lastHeartbeat), MaxUptime(bot));

    private static DueStep? MaxUptime(Bot bot) =>
        bot.Settings.MaxUptime is { } uptime ? new DueStep(bot.JoinedAt!.Value + uptime, (BotEventType.LeaveRequested, BotSubTypes.MaxUptimeExceeded)) : null;

    /// <summary>Only runners that send heartbeats can miss one; of the others a report is due some time.</summary>
    private static DueStep Silence(Bot bot, LifecycleOptions options, DateTimeOffset? lastHeartbeat) => new(
        lastHeartbeat is { } last ? last + options.HeartbeatTimeout : (bot.RunnerSeenAt ?? bot.StateSince) + options.SilenceTimeout,
        (BotEventType.FatalError, BotSubTypes.HeartbeatTimeout));

    private static DueStep Earlier(DueStep one, DueStep? other) => other is null || one.At < other.At ? one : other;
}
