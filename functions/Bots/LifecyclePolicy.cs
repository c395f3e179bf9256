namespace Usher.Bots;

/// <summary>
/// Decides what is due and when, as a pure function of the projection. Orchestrations and the watchdog only evaluate it, so repeated, late
/// or unnecessary evaluations are harmless.
/// </summary>
internal static class LifecyclePolicy
{
    /// <summary>
    /// Everything due by <paramref name="now"/>, and when to check again; null if the bot is done or waits for its runner.
    /// </summary>
    /// <param name="lastHeartbeat">Null if the runner sends none.</param>
    /// <param name="outages">In order. Silence counts only while a report could have arrived.</param>
    public static (IReadOnlyList<BotEvent> Events, DateTimeOffset? LookAgainAt) Advance(
        Bot bot,
        DateTimeOffset now,
        LifecycleOptions options,
        DateTimeOffset? lastHeartbeat = null,
        IReadOnlyList<Outage>? outages = null
    )
    {
        List<BotEvent> events = [];
        while (true)
        {
            var step = Next(bot, now, options, lastHeartbeat, outages);
            if (step is null || step.At > now)
            {
                return (events, step?.At);
            }

            foreach (var (type, subType) in step.Events)
            {
                var next = new BotEvent.Transitioned
                {
                    Type = type,
                    SubType = subType,
                    At = now,
                    Actor = Actor.Lifecycle,
                };
                events.Add(next);
                bot = Bot.Evolve(bot.Id, bot, next);
            }
        }
    }

    public static DueStep? Next(
        Bot bot,
        DateTimeOffset now,
        LifecycleOptions options,
        DateTimeOffset? lastHeartbeat = null,
        IReadOnlyList<Outage>? outages = null
    )
    {
        return bot.State switch
        {
            BotState.Scheduled => now > bot.JoinAt + options.JoinGrace
                ? new DueStep(bot.JoinAt + options.JoinGrace, (BotEventType.FatalError, BotSubTypes.BotNotLaunched))
                : new DueStep(bot.JoinAt - options.StageLead, (BotEventType.Staged, null)),
            BotState.Staged => new DueStep(bot.JoinAt, (BotEventType.JoinRequested, null)),
            BotState.Joining => Silence(
                bot.RunnerSeenAt ?? bot.StateSince,
                options.LaunchTimeout,
                BotEventType.FatalError,
                BotSubTypes.BotNotLaunched
            ),
            BotState.WaitingRoom => Silence(
                bot.StateSince,
                bot.Settings.WaitingRoomTimeout,
                BotEventType.CouldNotJoinMeeting,
                BotSubTypes.WaitingRoomTimeoutExceeded
            ),
            BotState.Leaving when bot.RunnerSeenAt is null => new DueStep(
                bot.StateSince,
                (BotEventType.LeftMeeting, null),
                (BotEventType.PostProcessingCompleted, null)
            ),
            _ => bot.State.Stage switch
            {
                BotStage.Meeting => InMeeting(),
                BotStage.BetweenRooms => Earlier(InMeeting(), Stuck(options.BreakoutRoomTimeout)),
                BotStage.Leaving => Stuck(options.LeaveTimeout),
                BotStage.Finishing => Stuck(options.PostProcessingTimeout),
                _ => null,
            },
        };

        DueStep InMeeting() => Earlier(Unheard(), MaxUptime(bot));

        // Only runners that send heartbeats can miss one; the others must report within the silence timeout.
        DueStep Unheard() =>
            lastHeartbeat is { } last
                ? Silence(last, options.HeartbeatTimeout, BotEventType.FatalError, BotSubTypes.HeartbeatTimeout)
                : Silence(
                    bot.RunnerSeenAt ?? bot.StateSince,
                    options.SilenceTimeout,
                    BotEventType.FatalError,
                    BotSubTypes.HeartbeatTimeout
                );

        DueStep Stuck(TimeSpan timeout) => Silence(bot.StateSince, timeout, BotEventType.FatalError, BotSubTypes.ProcessTerminated);

        DueStep Silence(DateTimeOffset since, TimeSpan timeout, BotEventType type, string subType) =>
            new(SilentUntil(since, timeout, options.OutageGrace, outages ?? []), (type, subType)) { IsForSilence = true };
    }

    /// <summary>
    /// When a timer must fire for a step due at <paramref name="dueAt"/>. Timers are delayed by queue polling and by other timers that fire
    /// at the same time, so a timer for a join fires ahead of it.
    /// </summary>
    public static DateTimeOffset TimerAt(Bot bot, DateTimeOffset dueAt, LifecycleOptions options)
    {
        var beforeJoin = bot.JoinAt - (options.JoinLead * (0.25 + (0.75 * bot.Id.Spread)));
        return bot.State is BotState.Scheduled or BotState.Staged && beforeJoin < dueAt ? beforeJoin : dueAt;
    }

    /// <summary>
    /// The command to send to the runner again by now, and when the next reminder is due. Commands to join or leave are sent again after
    /// one third and after two thirds of the timeout. A runner may have taken the message and died; a live runner ignores a command that it
    /// knows.
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

    private static DueStep? MaxUptime(Bot bot) =>
        bot.Settings.MaxUptime is { } uptime
            ? new DueStep(bot.JoinedAt!.Value + uptime, (BotEventType.LeaveRequested, BotSubTypes.MaxUptimeExceeded))
            : null;

    /// <summary>
    /// When the bot has been silent for <paramref name="timeout"/>, not counting outages. Never earlier than the grace after an outage, so
    /// that a report lost in the outage can be sent again.
    /// </summary>
    private static DateTimeOffset SilentUntil(DateTimeOffset since, TimeSpan timeout, TimeSpan grace, IEnumerable<Outage> outages)
    {
        var until = since + timeout;
        foreach (var outage in outages.Where(outage => outage.To > since).TakeWhile(outage => outage.From < until))
        {
            until += outage.To - (outage.From > since ? outage.From : since);
            var wordIsDue = outage.To + (grace < timeout ? grace : timeout);
            until = until > wordIsDue ? until : wordIsDue;
        }

        return until;
    }

    private static DueStep Earlier(DueStep one, DueStep? other) => other is null || one.At < other.At ? one : other;
}
